import { z } from 'zod';

/**
 * A definition in Amazon States Language, as far as this interpreter runs it: JSONata, inline Map. `validate.ts` speaks first, in AWS's
 * words; what it lets through has these shapes. Source: https://states-language.net/
 */
const template = z.json();

/** States that share variables: the machine, a branch of a Parallel, the iterations of a Map. */
export interface Scope {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

const scope: z.ZodType<Scope> = z.lazy(() => z.object({ StartAt: z.string(), States: z.record(z.string(), state) }));

const assign = z.record(z.string(), template);
/** The longest timeout that a definition may set. */
export const LONGEST_SECONDS = 99_999_999;

/** A number, or an expression that gives one. */
const numeric = z.union([z.number(), z.string()]);

/** Without it the state is the last one. */
const transition = { Next: z.string().optional() };
const outcome = { Assign: assign.optional(), Output: template.optional() };

const retrier = z.object({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.number().default(1),
  MaxAttempts: z.number().default(3),
  BackoffRate: z.number().default(2),
  MaxDelaySeconds: z.number().optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});

const catcher = z.object({ ErrorEquals: z.array(z.string()), Next: z.string(), ...outcome });

const recovery = { Retry: z.array(retrier).default([]), Catch: z.array(catcher).default([]) };

const passState = z.object({ Type: z.literal('Pass'), ...transition, ...outcome });
const succeedState = z.object({ Type: z.literal('Succeed'), Output: template.optional() });
const failState = z.object({ Type: z.literal('Fail'), Error: z.string().optional(), Cause: z.string().optional() });
const waitState = z.object({
  Type: z.literal('Wait'),
  ...transition,
  ...outcome,
  Seconds: numeric.optional(),
  Timestamp: z.string().optional(),
});
const choiceState = z.object({
  Type: z.literal('Choice'),
  ...outcome,
  Choices: z.array(z.object({ Condition: z.union([z.string(), z.boolean()]), Next: z.string(), ...outcome })),
  Default: z.string().optional(),
});
const taskState = z.object({
  Type: z.literal('Task'),
  ...transition,
  ...outcome,
  ...recovery,
  Resource: z.string(),
  Arguments: template.optional(),
  Credentials: z.object({ RoleArn: z.string() }).optional(),
  TimeoutSeconds: numeric.optional(),
  HeartbeatSeconds: numeric.optional(),
});
const parallelState = z.object({
  Type: z.literal('Parallel'),
  ...transition,
  ...outcome,
  ...recovery,
  Arguments: template.optional(),
  Branches: z.array(scope),
});
const mapState = z.object({
  Type: z.literal('Map'),
  ...transition,
  ...outcome,
  ...recovery,
  Items: template.optional(),
  ItemSelector: template.optional(),
  MaxConcurrency: numeric.optional(),
  ToleratedFailureCount: numeric.optional(),
  ToleratedFailurePercentage: numeric.optional(),
  ItemProcessor: scope,
});

const state = z.discriminatedUnion('Type', [
  passState,
  succeedState,
  failState,
  waitState,
  choiceState,
  taskState,
  parallelState,
  mapState,
]);

export const machineSchema = z.object({
  StartAt: z.string(),
  States: z.record(z.string(), state),
  TimeoutSeconds: z.number().optional(),
});

export type Machine = z.infer<typeof machineSchema>;
export type State = z.infer<typeof state>;
export type PassState = z.infer<typeof passState>;
export type SucceedState = z.infer<typeof succeedState>;
export type FailState = z.infer<typeof failState>;
export type WaitState = z.infer<typeof waitState>;
export type ChoiceState = z.infer<typeof choiceState>;
export type TaskState = z.infer<typeof taskState>;
export type ParallelState = z.infer<typeof parallelState>;
export type MapState = z.infer<typeof mapState>;
export type Retrier = z.infer<typeof retrier>;
export type Catcher = z.infer<typeof catcher>;
