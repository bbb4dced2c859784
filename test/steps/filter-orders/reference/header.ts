import type { Amounts, CurrencySet } from './amounts';
import { currencyOf } from './amounts';
import type { Text } from './bytes';
import { FileError } from './errors';
import type { ReferenceSettings } from './read-whole-file';
import { behindBreak, endOfLine, nextRow, textOf } from './rows';
import type { ColumnName, ReferenceSource } from './sources';

/** Where a value stands: one field, or several whose values are joined by a blank. */
interface Place {
  readonly fields: readonly number[];
  /** An id of `0` is no customer. */
  readonly isId: boolean;
}

export type ColumnKey = 'OrderID' | 'Customer' | 'Amount' | 'Status' | 'OrderDate';
export const KEYS: readonly ColumnKey[] = ['OrderID', 'Customer', 'Amount', 'Status', 'OrderDate'];
const NEEDED = KEYS.filter(key => key !== 'Status');
const FIVE = KEYS.map(key => key.toLowerCase()).sort();

export class Columns {
  constructor(
    readonly source: ReferenceSource,
    private readonly places: Readonly<Record<ColumnKey, readonly Place[]>>,
    private readonly currencyAt: number | undefined,
    private readonly cancelledAt: number | undefined,
    private readonly names: readonly string[],
  ) {}

  /** The first value of a row that is not empty. */
  value(key: ColumnKey, fields: readonly string[]): string {
    return this.values(key, fields)[0] ?? '';
  }

  values(key: ColumnKey, fields: readonly string[]): string[] {
    return this.places[key].map(place => this.valueAt(place, fields)).filter(value => value !== '');
  }

  private valueAt(place: Place, fields: readonly string[]): string {
    const parts = place.fields.map(index => plainText(fields[index] ?? '')).filter(part => part !== '');
    const value = parts.join(' ');
    return place.isId && value === '0' ? '' : value;
  }

  /** The currency in the name of the column that holds a row's amount. */
  headerCurrency(fields: readonly string[]): CurrencySet | undefined {
    const place = this.places.Amount.find(each => this.valueAt(each, fields) !== '');
    return currencyInName(this.names[place?.fields[0] ?? -1] ?? '')?.currency;
  }

  currency(fields: readonly string[]): string {
    return this.currencyAt === undefined ? '' : plainText(fields[this.currencyAt] ?? '');
  }

  /** Whether a row ends in front of the column that would say that the order is cancelled. */
  isCancellationCut(fields: readonly string[]): boolean {
    return this.cancelledAt !== undefined && this.cancelledAt >= fields.length;
  }

  isCancelled(fields: readonly string[]): boolean {
    return this.cancelledAt !== undefined && plainText(fields[this.cancelledAt] ?? '') !== '';
  }

  /** Whether a row ends in front of a column that might hold the value. One that is tried later does not matter. */
  isCut(key: ColumnKey, fields: readonly string[]): boolean {
    for (const place of this.places[key]) {
      if (place.fields.some(index => index >= fields.length)) return true;
      if (this.valueAt(place, fields) !== '') return false;
    }
    return false;
  }

  amountsDiffer(values: readonly string[], amounts: Amounts): boolean {
    const [first = [], ...others] = values.map(value =>
      amounts.possible(value).map(read => ('written' in read ? cents(read.written) : value)),
    );
    return others.some(other => !other.some(amount => first.includes(amount)));
  }
}

interface Header {
  readonly delimiter: string;
  readonly columns: Columns;
  readonly fields: readonly string[];
  readonly start: number;
  readonly line: number;
}

/** The delimiter, the source and the columns, and where the rows begin. */
export function findHeader(
  text: Text,
  settings: ReferenceSettings,
  sources: readonly ReferenceSource[],
  maxRowBytes: number,
): Header | 'MissingColumns' {
  const { characters } = text;
  const { line: firstLine, from, to } = firstLineOf(text);
  const said = /^("?)sep=(\\t|.)\1$/iu.exec(textOf(text, from, to))?.[2];
  const start = said === undefined ? from : behindBreak(text, to);
  const line = said === undefined ? firstLine : firstLine + 1;
  const delimiters = said === undefined ? [',', ';', '\t', '|'] : [said === '\\t' ? '\t' : said];

  const rows = delimiters.map(delimiter => ({ delimiter, row: nextRow(text, start, line, delimiter, maxRowBytes) }));
  const byFields = [...rows].sort((a, b) => (b.row?.fields?.length ?? 0) - (a.row?.fields?.length ?? 0));
  const holding = byFields.filter(({ row }) => row?.fields !== undefined && fitting(row.fields, settings, sources).length > 0);
  // A file of one delimiter's blank rows is empty, though they are text for the others.
  if (holding.length === 0 && rows.some(({ row }) => row === undefined)) throw new FileError('EmptyFile');
  const { delimiter, row } = holding[0] ?? byFields[0] ?? {};
  const fields = row?.fields ?? [];
  if (fields.some(name => name.includes('\0'))) throw new FileError('NotUtf8');
  // A header with broken quoting ends at its first line break.
  if (row !== undefined && row.fields === undefined && textOf(text, row.start, endOfLine(text, row.start)).includes('\0')) {
    throw new FileError('NotUtf8');
  }
  if (delimiter === undefined || row === undefined || holding.length === 0) {
    const firstCharacter = characters.find(({ text: character }) => character.trim() !== '')?.text ?? '';
    if (['{', '['].includes(firstCharacter)) throw new FileError('NotCsv');
    return 'MissingColumns';
  }
  const columns = resolve(fields, chooseSource(fields, settings, sources), settings);
  return { delimiter, columns, fields, start: row.behind, line: row.nextLine };
}

/** The first line that is not blank. */
function firstLineOf(text: Text): { line: number; from: number; to: number } {
  let from = 0;
  let line = 1;
  for (;;) {
    const to = endOfLine(text, from);
    if (to >= text.characters.length || textOf(text, from, to).trim() !== '') return { line, from, to };
    from = behindBreak(text, to);
    line++;
  }
}

/** A name as it is compared; a currency in brackets behind it is passed over. */
function plain(name: string): string {
  return [...plainText(name)]
    .filter(character => character.trim() !== '' && !'_-.#:'.includes(character))
    .join('')
    .toLowerCase();
}

function currencyInName(name: string): { without: string; currency: CurrencySet } | undefined {
  const [, without, inside] = /^(.*?)[([]([^()[\]]*)[)\]]\s*$/su.exec(plainText(name)) ?? [];
  if (without === undefined || inside === undefined) return undefined;
  const currency = currencyOf(inside.trim());
  return currency === undefined ? undefined : { without, currency };
}

/** `="00123"` is the text 00123. */
export function plainText(value: string): string {
  const trimmed = value.trim();
  const [, formula] = /^="((?:[^"]|"")*)"$/su.exec(trimmed) ?? [];
  return formula === undefined ? trimmed : formula.split('""').join('"').trim();
}

function positions(fields: readonly string[], name: string): number[] {
  const wanted = plain(name);
  // A name of signs alone, `#`, is one only for who spells it.
  if (wanted === '') return fields.flatMap((field, index) => (field.trim() !== '' && field.trim() === name.trim() ? [index] : []));
  return fields.flatMap((field, index) => {
    const bare = currencyInName(field)?.without;
    return plain(field) === wanted || (bare !== undefined && plain(bare) === wanted) ? [index] : [];
  });
}

const isThere = (fields: readonly string[], name: ColumnName) =>
  [name].flat().every(part => typeof part === 'string' && positions(fields, part).length > 0);

function namesOf(source: ReferenceSource, key: ColumnKey, fields: readonly string[], settings: ReferenceSettings): ColumnName[] {
  const said = settings.columns?.[key];
  if (said !== undefined) return [said];
  if (key !== 'Customer') return [...source[key]];
  const hasName = source.Customer.some(name => isThere(fields, name));
  return [...source.Customer, ...(source.customerOthers ?? []).filter(name => !hasName || !isId(source, name))];
}

const isId = (source: ReferenceSource, name: string) => (source.customerIds ?? []).includes(name);

function fits(source: ReferenceSource, fields: readonly string[], settings: ReferenceSettings): boolean {
  const there = (key: ColumnKey) => namesOf(source, key, fields, settings).some(name => isThere(fields, name));
  return NEEDED.every(there) && (settings.columns?.Status === undefined || there('Status'));
}

/** The sources that fit by their own names; only where there is none, those that the columns of the settings help. */
function fitting(fields: readonly string[], settings: ReferenceSettings, sources: readonly ReferenceSource[]): ReferenceSource[] {
  const asked = sources.filter(source => (settings.source ?? source.name) === source.name);
  const standard = asked.filter(({ name }) => name === 'standard');
  const others = asked.filter(({ name }) => name !== 'standard');
  const isRecognised = ({ oneOf }: ReferenceSource) => settings.source !== undefined || !oneOf || oneOf.some(name => isThere(fields, name));
  const isExact = fields.length === 5 && fields.map(plain).sort().join() === FIVE.join();
  const groups = [isExact ? standard : [], others.filter(isRecognised), standard];
  const byThemselves = groups.map(group => group.filter(source => fits(source, fields, {}))).find(group => group.length > 0);
  if (byThemselves !== undefined) return byThemselves.filter(source => fits(source, fields, settings));
  const helped = [standard, others].map(group => group.filter(source => fits(source, fields, settings)));
  return helped.find(group => group.length > 0) ?? [];
}

/** Of several the one that knows most of the header. */
function chooseSource(fields: readonly string[], settings: ReferenceSettings, sources: readonly ReferenceSource[]): ReferenceSource {
  const found = fitting(fields, settings, sources);
  const known = (source: ReferenceSource) => fields.filter(field => source.knows.some(name => plain(name) === plain(field))).length;
  const most = Math.max(...found.map(known));
  const best = found.filter(source => known(source) === most);
  const [only] = best;
  if (only === undefined || best.length > 1) throw new FileError('AmbiguousSource');
  return only;
}

function resolve(fields: readonly string[], source: ReferenceSource, settings: ReferenceSettings): Columns {
  const said = Object.values(settings.columns ?? {});
  const at = (name: string) => {
    const spelled = said.includes(name) ? fields.flatMap((field, index) => (field.trim() === name.trim() ? [index] : [])) : [];
    const found = spelled.length === 1 ? spelled : positions(fields, name);
    if (found.length > 1) throw new FileError('DuplicateColumns');
    return found[0] ?? -1;
  };
  const placesOf = (key: ColumnKey) =>
    namesOf(source, key, fields, settings)
      .filter(name => isThere(fields, name))
      .map(name => ({
        fields: [name].flat().map(part => (typeof part === 'string' ? at(part) : -1)),
        isId: key === 'Customer' && typeof name === 'string' && isId(source, name),
      }));
  const places = {
    OrderID: placesOf('OrderID'),
    Customer: placesOf('Customer'),
    Amount: placesOf('Amount'),
    Status: placesOf('Status'),
    OrderDate: placesOf('OrderDate'),
  };
  const firstOf = (names: readonly string[] = []) => names.map(name => positions(fields, name)[0]).find(index => index !== undefined);
  return new Columns(source, places, firstOf(source.currency), firstOf(source.cancelledAt), fields);
}

function cents(written: string): string {
  const [whole = '', decimals = ''] = written.split('.');
  return `${BigInt(`${whole}${decimals.padEnd(2, '0')}`)}`;
}
