import * as z from 'zod';
import { comparableStatus, filterEnvironment, type Rules } from '../../pipeline/rules';
import { TABLE_FORMATS, type TableFormat } from '../../pipeline/table-format';

const DEFAULTS = filterEnvironment();

/** The function's environment has a value that cannot be used. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

/** From the first day of the year 0001 to the last of 9999. */
const MAX_DAYS = 3_652_058;

const Environment = z.object({
  DROP_STATUSES: z
    .string()
    .default(DEFAULTS.DROP_STATUSES)
    .transform(list => (list.trim() === '' ? [] : list.split(',').map(status => status.trim())))
    .refine(
      list => list.every(status => status !== '' && status === comparableStatus(status)),
      'expected statuses in lower case, parted by commas',
    ),
  DROP_AFTER_DAYS: z
    .string()
    .default(DEFAULTS.DROP_AFTER_DAYS)
    .refine(text => /^\d{1,7}$/.test(text) && Number(text) <= MAX_DAYS, `expected a whole number of days from 0 to ${MAX_DAYS}`)
    .transform(Number),
  MAX_BAD_SHARE: z
    .string()
    .default(DEFAULTS.MAX_BAD_SHARE)
    .refine(text => /^(0|1|[01]?\.\d+)$/.test(text) && Number(text) <= 1, 'expected a share from 0 to 1')
    .transform(Number),
  MAX_BYTES: z
    .string()
    .default(DEFAULTS.MAX_BYTES)
    .refine(text => /^\d{1,15}$/.test(text) && Number(text) > 0, 'expected a number of bytes above 0')
    .transform(Number),
  TABLE_FORMAT: z.enum(TABLE_FORMATS, `expected ${TABLE_FORMATS.join(' or ')}`).default('csv'),
  RAW_DAYS: z
    .string()
    .default('')
    .refine(text => /^\d{0,5}$/.test(text) && text !== '0', 'expected a whole number of days above 0, or nothing')
    .transform(text => (text === '' ? null : Number(text))),
});

export interface FilterSettings {
  readonly rules: Rules;
  /** After how many days the stage lets `raw/` expire; null for never. */
  readonly rawDays: number | null;
  /** Of the files of the tables `processed` and `dropped`. */
  readonly format: TableFormat;
}

/** Reads DROP_STATUSES, DROP_AFTER_DAYS, MAX_BAD_SHARE, MAX_BYTES, TABLE_FORMAT and RAW_DAYS. Throws InvalidSettings, which names the variable, what was expected and what was received. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): FilterSettings {
  const result = Environment.safeParse(environment);
  if (!result.success) {
    const [issue] = result.error.issues;
    const variable = String(issue?.path[0]);
    throw new InvalidSettings(`${variable}: ${issue?.message}, got "${environment[variable]}"`);
  }
  const {
    RAW_DAYS: rawDays,
    DROP_STATUSES: dropStatuses,
    DROP_AFTER_DAYS: dropAfterDays,
    MAX_BAD_SHARE: maxBadShare,
    MAX_BYTES: maxBytes,
    TABLE_FORMAT: format,
  } = result.data;
  return { rules: { dropStatuses, dropAfterDays, maxBadShare, maxBytes }, rawDays, format };
}
