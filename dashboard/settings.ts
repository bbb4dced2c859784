import { z } from 'zod';
import { BYTES_CUTOFF } from '../pipeline/work-group';

const settings = z.object({
  /** 0 takes a free port. */
  PORT: z.coerce.number({ error: 'a port between 0 and 65535' }).int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  STATE_MACHINE_ARN: z
    .string({ error: 'the ARN of the state machine' })
    .regex(/^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[^:]+$/, 'the ARN of a state machine, without version or alias'),
  BUCKET: z.string({ error: "the name of the pipeline's bucket" }).regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket'),
  /** A secret whose value is `{"password": "…"}`. If it is set, every page asks people to sign in. */
  SIGN_IN_SECRET_ARN: z
    .string()
    .regex(/^arn:aws[a-z-]*:secretsmanager:/, 'the ARN of a secret')
    .optional(),
  /** The header in which the proxy in front puts the client's address. It must overwrite what the client sent. */
  CLIENT_ADDRESS_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, 'the name of a header')
    .optional(),
  /** Whether people may start, stop, redrive, dismiss and withdraw here. */
  ACTIONS: z.enum(['on', 'off'], { error: '"on" or "off"' }).default('off'),
  /** Whether people may upload files here. */
  UPLOADS: z.enum(['on', 'off'], { error: '"on" or "off"' }).default('off'),
  /** The largest file that people may upload here, in bytes. */
  MAX_UPLOAD_BYTES: z.coerce
    .number({ error: 'a number of bytes' })
    .int()
    .min(1)
    .default(5 * 1024 ** 3),
  /** The bytes at which Athena cancels a query. */
  BYTES_CUTOFF: z.coerce.number({ error: 'a number of bytes' }).int().min(1).default(BYTES_CUTOFF),
  /** Whether the pipeline runs in an AWS account, which has costs and a console. */
  IN_AWS: z.enum(['on', 'off'], { error: '"on" or "off"' }).default('on'),
  /** After how many days the stage lets uploads expire; without it they never do. */
  RAW_DAYS: z.coerce.number({ error: 'a number of days' }).int().min(1).optional(),
});

export type Settings = z.infer<typeof settings>;

export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

/** Checks the dashboard's environment variables. Throws `InvalidSettings`, which names each wrong one. An empty value counts as not set. */
export function parseSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { data, error } = settings.safeParse(given);
  if (data) return data;
  const wrong = error.issues.map(({ path: [name], message }) => `${String(name)} must be ${message}, got ${shown(given[String(name)])}`);
  throw new InvalidSettings(wrong.join('; '));
}

function shown(value: string | undefined): string {
  return value === undefined ? 'nothing' : `"${value}"`;
}
