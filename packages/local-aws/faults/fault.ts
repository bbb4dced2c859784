import * as z from 'zod';

/** On how many of the calls that it fits a fault acts, and how many of them it lets pass first. */
const turn = {
  times: z.union([z.int().min(1), z.literal('always')], 'expected a number of calls from 1 on, or "always"').default(1),
  after: z.int().min(0).default(0),
};

const seconds = z.number().min(0).max(86_400);

/** Which calls: a service, an operation (`PutObject`), and of S3 a key, in which `*` stands for anything. */
const call = {
  service: z.enum(['s3', 'athena', 'glue', 'states', 'lambda', 'events', 'sts']),
  operation: z.string().min(1).optional(),
  key: z.string().min(1).optional(),
  ...turn,
};

/** A key is S3's: with another service the fault would never act. */
const hasItsKey = ({ service, key }: { readonly service: string; readonly key?: string | undefined }) =>
  key === undefined || service === 's3';
const KEYS_OF_S3 = { path: ['key'], message: 'expected no key, which only s3 has' };

const throttle = z.strictObject({ ...call, fault: z.literal('throttle') }).refine(hasItsKey, KEYS_OF_S3);
const internalError = z.strictObject({ ...call, fault: z.literal('internalError') }).refine(hasItsKey, KEYS_OF_S3);
const slowDown = z.strictObject({ ...call, service: z.literal('s3'), fault: z.literal('slowDown') });
const slow = z.strictObject({ ...call, fault: z.literal('slow'), seconds }).refine(hasItsKey, KEYS_OF_S3);
/** The connection breaks behind so many bytes of the answer's body. */
const cut = z.strictObject({ ...call, fault: z.literal('cut'), bytes: z.int().min(0).default(0) }).refine(hasItsKey, KEYS_OF_S3);

const crawl = z
  .strictObject({
    service: z.literal('glue'),
    fault: z.literal('crawl'),
    running: seconds.optional(),
    stopping: seconds.optional(),
    status: z.enum(['FAILED', 'CANCELLED']).optional(),
    message: z.string().optional(),
    ...turn,
  })
  .refine(({ running, stopping, status }) => running !== undefined || stopping !== undefined || status !== undefined, {
    message: 'expected running, stopping or status',
  });

const query = z
  .strictObject({
    service: z.literal('athena'),
    fault: z.literal('query'),
    /** A text that the query holds. */
    contains: z.string().min(1).optional(),
    queued: seconds.optional(),
    state: z.enum(['FAILED', 'CANCELLED']).optional(),
    /** 1: the system, which may be tried again; 2: the user; 3: other. */
    category: z.int().min(1).max(3).default(1),
    type: z.int().min(0).max(9_999).default(200),
    reason: z.string().optional(),
    ...turn,
  })
  .refine(({ queued, state }) => queued !== undefined || state !== undefined, { message: 'expected queued or state' });

const invocation = z.strictObject({
  service: z.literal('lambda'),
  fault: z.enum(['crash', 'timeout', 'coldStart']),
  function: z.string().min(1).optional(),
  /** How long the handler may run, and be done, before it crashes or its time is over, and how much longer a cold start takes. */
  seconds: seconds.default(0),
  ...turn,
});

const delivery = z.strictObject({
  service: z.literal('events'),
  fault: z.enum(['twice', 'late', 'lost', 'replayed']),
  key: z.string().min(1).optional(),
  detailType: z.enum(['Object Created', 'Object Deleted', 'Step Functions Execution Status Change']).optional(),
  /** How much later an event comes, or comes again. */
  seconds: seconds.default(5),
  ...turn,
});

export const faultSchema = z.discriminatedUnion('fault', [
  throttle,
  internalError,
  slowDown,
  slow,
  cut,
  crawl,
  query,
  invocation,
  delivery,
]);

/** The names of all of them. */
export const KINDS: readonly string[] = faultSchema.options.flatMap(({ shape: { fault } }) =>
  'options' in fault ? fault.options : [...fault.values],
);

export const faultFileSchema = z.strictObject({ faults: z.array(faultSchema).min(1) });

export type Fault = z.infer<typeof faultSchema>;
export interface FaultFile extends z.infer<typeof faultFileSchema> {
  /** Where it was read from. */
  readonly path?: string;
}

export type WireFault = z.infer<typeof throttle | typeof internalError | typeof slowDown | typeof slow | typeof cut>;
export type CrawlingFault = z.infer<typeof crawl>;
export type QueryFault = z.infer<typeof query>;
export type InvocationFault = z.infer<typeof invocation>;
export type DeliveryFault = z.infer<typeof delivery>;
