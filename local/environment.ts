import { z } from 'zod';
import { TABLE_FORMATS } from '../pipeline/table-format';
import { RETENTION, type Retention } from './retention';

const port = (otherwise: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'expected a port number')
    .transform(Number)
    .refine(number => number <= 65_535, 'expected a port from 0 to 65535')
    .prefault(String(otherwise));

const days = (otherwise: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'expected a number of days')
    .transform(Number)
    .prefault(String(otherwise));

export const SHIPPED_SAMPLE = 'sample/orders.csv';

const Environment = z.object({
  LOCAL_AWS_PORT: port(4566),
  LOCAL_AWS_DIR: z.string().min(1).default('.local'),
  PORT: port(3000),
  FORMAT: z.enum(TABLE_FORMATS, `expected ${TABLE_FORMATS.join(' or ')}`).default('csv'),
  SAMPLE: z.string().min(1).default(SHIPPED_SAMPLE),
  CRAWL: z.enum(['always', 'when needed'], 'expected "always" or "when needed"').default('always'),
  TOGETHER: z
    .string()
    .regex(/^\d{1,3}$/, 'expected whole seconds, up to 900')
    .transform(Number)
    .refine(seconds => seconds <= 900, 'expected whole seconds, up to 900')
    .prefault('0'),
  ACTIVE_QUERIES: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'expected a number of queries, from 1 on')
    .transform(Number)
    .optional(),
  KEEP_EXECUTIONS: days(RETENTION.executions),
  KEEP_QUERIES: days(RETENTION.queries),
  KEEP_RESULTS: days(RETENTION.results),
  KEEP_SNAPSHOTS: days(RETENTION.snapshots),
  KEEP_DEAD_LETTERS: days(RETENTION.deadLetters),
  KEEP_LOG_BYTES: z
    .string()
    .regex(/^\d{1,12}$/, 'expected a number of bytes')
    .transform(Number)
    .prefault(String(RETENTION.logBytes)),
});

export type LocalEnvironment = z.infer<typeof Environment>;

/** A variable has an invalid value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** Reads the settings of `npm start`. Throws `EnvironmentError`, which names the variable, the expected value and the value received. */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): LocalEnvironment {
  const result = Environment.safeParse(environment);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const variable = String(issue?.path[0]);
  throw new EnvironmentError(`${variable}: ${issue?.message}, got "${environment[variable]}"`);
}

/** How long the data folder keeps what is not needed any more. */
export function retentionOf(environment: LocalEnvironment): Retention {
  return {
    executions: environment.KEEP_EXECUTIONS,
    queries: environment.KEEP_QUERIES,
    results: environment.KEEP_RESULTS,
    snapshots: environment.KEEP_SNAPSHOTS,
    deadLetters: environment.KEEP_DEAD_LETTERS,
    logBytes: environment.KEEP_LOG_BYTES,
  };
}
