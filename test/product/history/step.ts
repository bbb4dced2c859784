import { faultSchema } from 'local-aws/faults';
import * as z from 'zod';

const key = z.string().startsWith('raw/');

/** What one person or one event does. A body holds days as `{-30}`: so many days from the day on which it is uploaded. */
const deed = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('upload'), key, body: z.string() }),
  z.strictObject({ do: z.literal('upload again'), key }),
  z.strictObject({ do: z.literal('delete'), key }),
  z.strictObject({ do: z.literal('undelete'), key }),
  z.strictObject({ do: z.literal('rename'), from: key, to: key }),
  /** Uploads what is in quarantine, corrected. */
  z.strictObject({ do: z.literal('requeue'), key, to: key }),
  /** Asks all queries again, as of a day that is so many days from today, or of today. */
  z.strictObject({ do: z.literal('refresh'), days: z.int().optional() }),
  /** An event comes once more, or late: of what the key holds, of an object that it held, of a deletion, or without saying of what. */
  z.strictObject({ do: z.literal('event'), key, of: z.enum(['object', 'former object', 'deletion', 'key']) }),
]);

const atOnce = z.strictObject({ do: z.literal('at once'), deeds: z.array(deed).min(1) });
const deeds = z.union([deed, atOnce]);

const step = z.union([
  deed,
  atOnce,
  /** So many days pass; the daily refresh comes. */
  z.strictObject({ do: z.literal('days pass'), days: z.int().min(1) }),
  /** Faults for a step; `healed` where the pipeline has to end right by itself, without a sweep. */
  z.strictObject({ do: z.literal('faults'), faults: z.array(faultSchema).min(1), healed: z.boolean(), during: deeds }),
  /** After so many events of its execution a step is cut off: stopped by a person, or by the death of a process. */
  z.strictObject({ do: z.literal('cut'), how: z.enum(['stop', 'kill server', 'kill engine']), after: z.int().min(0), during: deeds }),
]);

/** `together`: the seconds between the moments at which executions share one set of queries. */
export const historySchema = z.strictObject({ about: z.string(), together: z.int().min(0).default(0), steps: z.array(step).min(1) });

export type Deed = z.infer<typeof deed>;
export type Deeds = z.infer<typeof deeds>;
export type Step = z.infer<typeof step>;
export type History = z.infer<typeof historySchema>;
