import { MAX_SETTINGS_BYTES, UploadSettings } from '../../pipeline/reading';
import { UsageError } from '../terminal/usage-error';

/** The options of `upload` and `check` that say how a file is to be read. */
export const SETTINGS_OPTIONS = {
  source: { type: 'string' },
  shop: { type: 'string' },
  column: { type: 'string', multiple: true },
  'date-order': { type: 'string' },
  decimal: { type: 'string' },
  encoding: { type: 'string' },
  rows: { type: 'string' },
  currency: { type: 'string' },
} as const;

export const SETTINGS_USAGE =
  '[--source NAME] [--shop NAME] [--column Customer="Billing Name"]… [--date-order day-first|month-first|year-first] ' +
  '[--decimal .|,] [--encoding LABEL] [--rows orders|lines|first-line] [--currency EUR]';

export interface SettingsValues {
  readonly source?: string | undefined;
  readonly shop?: string | undefined;
  readonly column?: readonly string[] | undefined;
  readonly 'date-order'?: string | undefined;
  readonly decimal?: string | undefined;
  readonly encoding?: string | undefined;
  readonly rows?: string | undefined;
  readonly currency?: string | undefined;
}

/** The settings that the options name. Throws `UsageError` with the option and what it takes. */
export function settingsFrom(values: SettingsValues): UploadSettings {
  const { column = [], 'date-order': dateOrder, ...rest } = values;
  const columns = Object.fromEntries(column.map(columnOf));
  const given = { ...rest, dateOrder, ...(column.length > 0 && { columns }) };
  const present = Object.fromEntries(
    ['source', 'shop', 'columns', 'dateOrder', 'decimal', 'encoding', 'rows', 'currency'].flatMap(name => {
      const value = Object.entries(given).find(([key]) => key === name)?.[1];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const parsed = UploadSettings.safeParse(present);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `--${path.join(' ').replace('dateOrder', 'date-order')}: ${message}`);
    throw new UsageError(faults.join('; '));
  }
  return parsed.data;
}

function columnOf(text: string): readonly [string, string] {
  const [, ours, theirs] = /^(\w+)=(.+)$/s.exec(text) ?? [];
  if (ours === undefined || theirs === undefined)
    throw new UsageError(`expected --column OURS="THEIRS", such as --column Customer="Billing Name", got ${text}`);
  return [ours, theirs];
}

/** The settings as an object's metadata: JSON in ASCII. Empty where there are none. Throws `UsageError` where they are too long for S3. */
export function settingsMetadata(settings: UploadSettings): Record<string, string> {
  if (Object.keys(settings).length === 0) return {};
  const text = JSON.stringify(settings).replace(
    /[\u007f-\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (text.length > MAX_SETTINGS_BYTES)
    throw new UsageError(`expected settings of at most ${MAX_SETTINGS_BYTES} bytes, got ${text.length}`);
  return { reading: text };
}
