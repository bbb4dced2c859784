import { Amounts, type CurrencySet, meet } from './amounts';
import { decodeText, isValidUtf8, refuseOtherFormats, uncompress } from './bytes';
import { Dates } from './dates';
import { FileError } from './errors';
import { findHeader } from './header';
import { objectKind } from './objects';
import { readRows } from './rows';
import { REFERENCE_SOURCES, type ReferenceSource } from './sources';
import { codesOf, type Rules, readValues, rowOf } from './validation';
import { writeRow } from './writing';

export interface ReferenceSettings {
  readonly source?: string;
  readonly shop?: string;
  readonly columns?: Readonly<Record<string, string>>;
  readonly dateOrder?: 'day-first' | 'month-first' | 'year-first';
  readonly decimal?: '.' | ',';
  readonly encoding?: string;
  readonly rows?: 'orders' | 'lines' | 'first-line';
  readonly currency?: string;
}

export interface ReferenceInput {
  readonly bytes: Uint8Array;
  readonly key?: string;
  readonly settings?: ReferenceSettings;
  readonly asOf?: string;
  readonly rules?: Partial<Rules>;
  readonly maxRowBytes?: number;
  readonly sources?: readonly ReferenceSource[];
}

export interface ReferenceRead {
  readonly processed: string;
  readonly dropped: string | undefined;
  readonly quarantine: readonly { readonly line: number; readonly rules: readonly string[] }[];
  readonly counts: {
    readonly read: number;
    readonly kept: number;
    readonly dropped: number;
    readonly quarantined: number;
    readonly continuations: number;
  };
  readonly reading: {
    readonly source: string;
    readonly delimiter: string;
    readonly encoding: string;
    readonly compression: 'gzip' | null;
    readonly currency: CurrencySet | string | null;
    readonly rows: string | null;
    readonly rounded: number;
  };
}

export type ReferenceOutcome = { readonly error: string } | { readonly ignored: true } | ReferenceRead;

/**
 * The specification once more, as naively as can be: the whole file in memory, every rule in the words of READING.md and FILTER-SPEC.md,
 * nothing shared with the production code, not even the table of the sources. It is what that code is compared with.
 */
export function readWholeFile(input: ReferenceInput): ReferenceOutcome {
  try {
    return read(input);
  } catch (error) {
    if (error instanceof FileError) return { error: error.name };
    throw error;
  }
}

const HEADER = 'OrderID,Customer,Amount,Status,OrderDate\n';

function read({
  bytes,
  key = 'raw/orders.csv',
  settings = {},
  asOf = '2000-01-01',
  rules: given = {},
  maxRowBytes = 1_048_576,
  sources = REFERENCE_SOURCES,
}: ReferenceInput): ReferenceOutcome {
  const rules: Rules = { dropStatuses: ['pending', 'cancelled', 'canceled'], dropAfterDays: 30, maxBadShare: 0.5, ...given };
  const kind = objectKind(key);
  if (kind === 'ignored') return { ignored: true };
  if (kind === 'other-format') throw new FileError('NotCsv');
  if (settings.source !== undefined && !sources.some(({ name }) => name === settings.source)) throw new FileError('InvalidReading');

  const { content, compression } = uncompress(bytes);
  refuseOtherFormats(content);
  const text = decodeText(content, settings.encoding);
  const misread = text.singleByte && isValidUtf8(content) && content.some(byte => byte > 0x7f);
  const header = findHeader(text, settings, sources, maxRowBytes);
  // A name may be missing because it was misread.
  if (header === 'MissingColumns') throw new FileError(misread ? 'InvalidReading' : header);
  const { delimiter, columns, start, line, fields } = header;
  const rows = readRows(text, start, line, delimiter, maxRowBytes)
    .filter(row => !isNoOrder(columns.source, row.fields))
    .map(row => rowOf(row, fields.length, columns));

  if (misread) throw new FileError('InvalidReading');

  const { source } = columns;
  const mode = settings.rows ?? source.rows ?? null;
  const amounts = new Amounts(settings.decimal ?? source.decimal);
  const dates = new Dates(settings.dateOrder ?? source.dateOrder);
  for (const row of rows) {
    if (row.values === undefined) continue;
    amounts.learn(row.values.amount);
    dates.learn(row.values.date);
  }

  const processed: string[] = [];
  const dropped: string[] = [];
  const quarantine: { line: number; rules: string[] }[] = [];
  let continuations = 0;
  let rounded = 0;
  let ambiguousColumns = false;
  let mixed = false;
  let currency: CurrencySet | null = codesOf(settings.currency ?? '') ?? null;
  let orderAbove: string | undefined;
  for (const row of rows) {
    if (mode === 'first-line' && row.below !== undefined && row.below !== '' && row.below === orderAbove) {
      continuations++;
      continue;
    }
    if (row.values === undefined) {
      orderAbove = undefined;
      quarantine.push({ line: row.line, rules: row.rules });
      continue;
    }
    orderAbove = row.values.id;
    if (columns.amountsDiffer(row.values.allAmounts, amounts)) ambiguousColumns = true;
    const order = readValues(row.values, { amounts, dates, settings, rules, asOf });
    if ('rules' in order) {
      quarantine.push({ line: row.line, rules: order.rules });
      continue;
    }
    if (order.currency !== undefined) {
      const both: CurrencySet = currency === null ? order.currency : meet(currency, order.currency);
      if (both.length === 0) mixed = true;
      else currency = both;
    }
    if (order.rounded) rounded++;
    (order.drop ? dropped : processed).push(writeRow(order.written));
  }

  const total = rows.length;
  const tooMany = (count: number) => count > rules.maxBadShare * total;
  const broke = (rule: string) => quarantine.filter(entry => entry.rules.includes(rule)).length;
  if (ambiguousColumns) throw new FileError('AmbiguousColumns');
  if (tooMany(broke('ambiguous-date'))) throw new FileError('AmbiguousDates');
  if (tooMany(broke('ambiguous-amount'))) throw new FileError('AmbiguousAmounts');
  if (mixed) throw new FileError('MixedCurrencies');
  if (tooMany(quarantine.length)) throw new FileError('TooManyBadRows');
  return {
    processed: HEADER + processed.join(''),
    dropped: dropped.length > 0 ? HEADER + dropped.join('') : undefined,
    quarantine,
    counts: { read: total, kept: processed.length, dropped: dropped.length, quarantined: quarantine.length, continuations },
    reading: { source: source.name, delimiter, encoding: text.encoding, compression, currency, rows: mode, rounded },
  };
}

/** Lines that a kind of export writes below its orders, such as "83 record(s) downloaded". */
function isNoOrder(source: ReferenceSource, fields: readonly string[] | undefined): boolean {
  const text = (fields ?? [])
    .map(field => field.trim())
    .filter(field => field !== '')
    .join(' ');
  return (source.noOrders ?? []).some(pattern => pattern.test(text));
}
