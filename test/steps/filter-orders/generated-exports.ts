import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { ReferenceSettings } from './reference/read-whole-file';
import { type ColumnName, REFERENCE_SOURCES, type ReferenceSource, STANDARD } from './reference/sources';

/** A file in the form of a shop's export, with the settings of its upload. */
export interface GeneratedExport {
  readonly bytes: Uint8Array;
  readonly key: string;
  readonly settings: ReferenceSettings;
  readonly asOf: string;
  readonly rules: { readonly maxBadShare: number };
}

/** Two thirds of the numbers are about the usual value. */
const often = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> => weighted(3, usual, others);
/** Rows have many facts: were each odd as often, none would be right. */
const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> => weighted(12, usual, others);
const weighted = <T>(weight: number, usual: T, others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: weight * others.length, arbitrary: fc.constant(usual) },
    { weight: others.length, arbitrary: fc.constantFrom(...others) },
  );

/** Files in every combination of source, delimiter, encoding, compression, dates, amounts, currencies, lines and oddities. */
export function exportFiles(): fc.Arbitrary<GeneratedExport> {
  return fc
    .record({ layout, style, rows: fc.array(row, { maxLength: 7 }), frame })
    .map(({ layout: { source, names, extras, order }, style: way, rows, frame: around }) => {
      const columns = [...names, ...extras.map(name => [name, 'extra'] as const)];
      const placed = [...columns].sort(([a], [b]) => rank(a, order) - rank(b, order));
      const header = placed.map(([name]) => name);
      const table = rows.flatMap((facts, index) => linesOf(facts, index, placed, way, source));
      return {
        bytes: frameBytes([header, ...table], way, around),
        key: around.key,
        settings: around.settings,
        asOf: around.asOf,
        rules: { maxBadShare: around.maxBadShare },
      };
    });
}

/** Any stable order of the columns. */
function rank(name: string, seed: number): number {
  return [...name].reduce((sum, character) => (sum * 31 + character.charCodeAt(0) * seed) % 9973, seed);
}

type Kind = 'OrderID' | 'Customer' | 'Amount' | 'Status' | 'OrderDate' | 'currency' | 'cancelledAt' | 'extra';
type Named = readonly [name: string, kind: Kind];

const layout = fc
  .record({
    source: fc.oneof({ weight: 2, arbitrary: fc.constant(STANDARD) }, { weight: 3, arbitrary: fc.constantFrom(...REFERENCE_SOURCES) }),
    picks: fc.array(fc.nat(20), { minLength: 16, maxLength: 16 }),
    exact: often(false, true),
    extraPicks: fc.array(fc.nat(60), { maxLength: 3 }),
    spelling: fc.nat(6),
    leaveOut: mostly(-1, 0, 1, 2, 3, 4),
    doubled: mostly(false, true),
    order: fc.integer({ min: 1, max: 500 }),
  })
  .map(({ source, picks, exact, extraPicks, spelling, leaveOut, doubled, order }) => {
    const names: Named[] = [];
    const add = (kind: Kind, pick: number, list: readonly ColumnName[]) => {
      const name = list[pick % Math.max(list.length, 1)];
      for (const part of [name ?? []].flat()) {
        const name = spelled(part, spelling);
        if (!names.some(([other]) => other === name)) names.push([name, kind]);
      }
    };
    const kinds = ['OrderID', 'Customer', 'Amount', 'Status', 'OrderDate'] as const;
    kinds.forEach((kind, index) => {
      if (index === leaveOut) return;
      if (exact && source === STANDARD) {
        names.push([spelled(kind, spelling), kind]);
        return;
      }
      const list = kind === 'Customer' ? [...source.Customer, ...(source.customerOthers ?? [])] : source[kind];
      add(kind, picks[index] ?? 0, list);
      // A second name of the same value now and then.
      if ((picks[index + 5] ?? 0) < 5) add(kind, (picks[index] ?? 0) + 1, list);
    });
    if ((picks[10] ?? 0) < 12 && !exact) add('currency', 0, source.currency ?? []);
    if ((picks[11] ?? 0) < 12 && !exact) add('cancelledAt', 0, source.cancelledAt ?? []);
    const known = source.knows.filter(name => !names.some(([other]) => spelled(name, spelling) === other));
    const extras = exact
      ? []
      : extraPicks.map(pick => (pick < 40 && known.length > 0 ? known[pick % known.length] : EXTRAS[pick % EXTRAS.length]) ?? '');
    return { source, names, extras: doubled ? [...extras, names[0]?.[0] ?? ''] : extras, order };
  });

const EXTRAS = ['Notes', '', 'Größe', 'Ship Date', '#', 'Total (net)', 'unit_price', 'Tags, more', 'Amount (USD)'];

function spelled(name: string, spelling: number): string {
  if (spelling === 0) return name.toUpperCase();
  if (spelling === 1) return name.replaceAll('_', ' ');
  if (spelling === 2) return `${name.replaceAll('_', '-')} `;
  if (spelling === 3 && name.endsWith('amount')) return `${name} (€)`;
  return name;
}

const DATE_FORMS: readonly ((y: number, m: number, d: number) => string)[] = [
  (y, m, d) => `${y}-${two(m)}-${two(d)}`,
  (y, m, d) => `${y}-${two(m)}-${two(d)}`,
  (y, m, d) => `${two(d)}/${two(m)}/${y}`,
  (y, m, d) => `${m}/${d}/${y}`,
  (y, m, d) => `${two(d)}.${two(m)}.${y}`,
  (y, m, d) => `${m}.${d}.${y}`,
  (y, m, d) => `${d}-${m}-${y % 100}`,
  (y, m, d) => `${m}/${d}/${two(y % 100)}`,
  (y, m, d) => `${two(y % 100)}.${two(m)}.${two(d)}`,
  (y, m, d) => `${y}/${m}/${d}`,
  (y, m, d) => `${y}.${two(d)}.${two(m)}`,
  (y, m, d) => `${y}${two(m)}${two(d)}`,
  (y, m, d) => `${d}-${MONTHS[m - 1]}-${two(y % 100)}`,
  (y, m, d) => `${MONTHS[m - 1]} ${d}, ${y}`,
  (y, m, d) => `Mon, ${d} ${MONTHS[m - 1]} ${y}`,
  (y, m, d) => `${MONTHS[m - 1]?.toUpperCase()}-${two(d)}-${two(y % 100)}`,
];
const TIMES = [
  '',
  'T10:15:00Z',
  ' 10:15',
  ', 10:15 AM',
  ' 23:59:59.123 -0500',
  ' 1:02:03 pm EST',
  'T24:00:00+01:00',
  ' 25:00',
  ' at noon',
  'Z',
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const ODD_DATES = [
  '',
  '45963',
  '45963.43',
  '1761986100',
  '2026-02-30',
  '2026-25-11',
  '31/02/2026',
  '0000-01-01',
  '1/2/85',
  'yesterday',
  '2 Novem 2026',
  '2026-11-02x',
];

const AMOUNT_FORMS: readonly ((whole: string, cents: string) => string)[] = [
  (whole, cents) => `${whole}.${cents}`,
  (whole, cents) => `${whole}.${cents}`,
  whole => whole,
  (whole, cents) => `${whole},${cents}`,
  (whole, cents) => `${grouped(whole, ',')}.${cents}`,
  (whole, cents) => `${grouped(whole, '.')},${cents}`,
  (whole, cents) => `${grouped(whole, "'")}.${cents}`,
  (whole, cents) => `${grouped(whole, '\u00a0')},${cents}`,
  (whole, cents) => `${grouped(whole, '\u202f')},${cents}`,
  (whole, cents) => `${indian(whole)}.${cents}`,
  whole => grouped(whole, ','),
  whole => grouped(whole, '.'),
  whole => `${whole},-`,
  (whole, cents) => `${whole}.${cents}0000000002`,
  (whole, cents) => `${whole}.${cents}5`,
  (_, cents) => `.${cents}`,
  whole => `${whole}.`,
  whole => indian(whole),
];
const SIGNED: readonly ((number: string) => string)[] = [
  number => number,
  number => number,
  number => number,
  number => `-${number}`,
  number => `${number}-`,
  number => `(${number})`,
  number => `+${number}`,
  number => `\u2212${number}`,
  number => `(-${number})`,
];
const MONEY: readonly ((number: string) => string)[] = [
  number => number,
  number => number,
  number => `$${number}`,
  number => `${number} €`,
  number => `USD ${number}`,
  number => `${number}EUR`,
  number => `kr ${number}`,
  number => `${number} SEK`,
  number => `€ ${number}`,
  number => `$${number} USD`,
];
const ODD_AMOUNTS = [
  '',
  'NaN',
  '1e3',
  '5%',
  '1,23,4',
  '12 34',
  '1.2.3',
  '12345678901234567',
  '9999999999999999.999',
  '٣',
  '--5',
  '1,234',
  '1.234',
  '0.125',
  '0,125',
  '1234.567',
  '1,234,567',
  '12,34,567',
  '-',
  '€',
  '50,--',
  'Rs. 50',
];

const fileDates = fc.nat(DATE_FORMS.length - 1);
const style = fc.record({
  date: fileDates,
  time: often(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
  amount: fc.nat(AMOUNT_FORMS.length - 1),
  money: often(0, 2, 3, 4, 5, 6, 7, 8, 9),
  currency: fc.constantFrom('USD', 'EUR', 'usd', 'SEK', 'CAD'),
  delimiter: fc.constantFrom(',', ',', ';', '\t', '|'),
  quotes: fc.constantFrom('needed', 'needed', 'all', 'spaced'),
  end: fc.constantFrom('\n', '\n', '\r\n', '\r'),
});
type Style = typeof style extends fc.Arbitrary<infer T> ? T : never;

const row = fc.record({
  id: mostly('new', 'new', 'same', 'empty', 'odd'),
  customer: mostly('Ann Lee', 'Bob', 'Zoë', 'Smith, "JJ" \\ Co', 'a\nb', '', '0', '="007"', ' x '),
  whole: fc.constantFrom('0', '7', '12', '123', '1234', '12345', '123456', '1234567'),
  cents: fc.constantFrom('00', '50', '05', '99', '5'),
  amount: mostly(-1, -1, -1, -1, ...AMOUNT_FORMS.keys()),
  sign: mostly(0, ...SIGNED.keys()),
  money: mostly(-1, -1, -1, -1, ...MONEY.keys()),
  oddAmount: mostly(-1, -1, -1, ...ODD_AMOUNTS.keys()),
  secondAmount: mostly('same', 'empty', 'other'),
  status: mostly('shipped', 'pending', 'Cancelled', 'canceled', 'voided', 'FAILED', 'wc-cancelled', '', 'paid'),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 28 }),
  year: mostly(2026, 2025, 2032, 1969),
  date: mostly(-1, -1, -1, -1, ...DATE_FORMS.keys()),
  time: mostly(-1, -1, -1, ...TIMES.keys()),
  oddDate: mostly(-1, -1, -1, -1, ...ODD_DATES.keys()),
  currency: mostly('', 'file', 'file', 'GBP', '$'),
  cancelled: mostly(false, true),
  continued: mostly(0, 1, 2),
  oddity: mostly('none', 'none', 'none', 'short', 'long', 'wide', 'blank', 'empties', 'quote', 'nul', 'text-behind'),
});
type Facts = typeof row extends fc.Arbitrary<infer T> ? T : never;

function linesOf(facts: Facts, index: number, columns: readonly Named[], way: Style, source: ReferenceSource): string[][] {
  const id = { new: `#${index}`, same: '#0', empty: '', odd: '="0012"' }[facts.id] ?? '';
  const number = (AMOUNT_FORMS[facts.amount < 0 ? way.amount : facts.amount] ?? plainAmount)(facts.whole, facts.cents);
  const money = (MONEY[facts.money < 0 ? way.money : facts.money] ?? same)((SIGNED[facts.sign] ?? same)(number));
  const amount = facts.oddAmount < 0 ? money : (ODD_AMOUNTS[facts.oddAmount] ?? '');
  const day = (DATE_FORMS[facts.date < 0 ? way.date : facts.date] ?? plainDate)(facts.year, facts.month, facts.day);
  const date = facts.oddDate < 0 ? day + (TIMES[facts.time < 0 ? way.time : facts.time] ?? '') : (ODD_DATES[facts.oddDate] ?? '');
  const seen = new Set<Kind>();
  const cell = ([, kind]: Named): string => {
    const isSecond = seen.has(kind);
    seen.add(kind);
    if (kind === 'OrderID') return isSecond ? `${id}b` : id;
    if (kind === 'Customer') return isSecond ? 'second' : facts.customer;
    if (kind === 'Amount') return !isSecond || facts.secondAmount === 'same' ? amount : facts.secondAmount === 'empty' ? '' : '77';
    if (kind === 'Status') return isSecond ? '' : facts.status;
    if (kind === 'OrderDate') return isSecond ? '' : date;
    if (kind === 'currency') return facts.currency === 'file' ? way.currency : facts.currency;
    if (kind === 'cancelledAt') return facts.cancelled ? date : '';
    return index % 2 === 0 ? '' : 'n';
  };
  const first = columns.map(cell);
  const below = columns.map(([, kind]) => (kind === 'OrderID' ? id : kind === 'OrderDate' ? date : kind === 'extra' ? 'line' : ''));
  const lines = [first, ...Array.from({ length: source.rows === 'first-line' || facts.continued > 1 ? facts.continued : 0 }, () => below)];
  const odd: Readonly<Record<string, readonly string[]>> = {
    short: first.slice(0, -1),
    long: [...first, ''],
    wide: [...first, 'x'],
    quote: [...first.slice(0, -1), '\u0001"open'],
    nul: [...first.slice(0, -1), 'a\0b'],
    'text-behind': [...first.slice(0, -1), '\u0001"x"y'],
  };
  const before: string[][] = { blank: [['']], empties: [columns.map(() => '')] }[facts.oddity] ?? [];
  return [...before, [...(odd[facts.oddity] ?? first)], ...lines.slice(1)];
}

const frame = fc.record({
  sep: mostly('', '', 'sep=', '"sep="', 'SEP='),
  before: mostly('', '', '', ' ', 'delimiters'),
  encoding: mostly('utf-8', 'utf-8', 'mark', 'utf-16le', 'utf-16be', 'windows-1252', 'bad'),
  compression: mostly('none', 'gzip', 'members', 'cut'),
  finalBreak: fc.boolean(),
  key: mostly('raw/orders.csv', 'raw/a b.TSV', 'raw/x.csv.gz', 'raw/plain', 'raw/o.txt'),
  maxBadShare: fc.constantFrom(0.5, 1, 1, 1),
  asOf: mostly('2026-11-30', '2000-01-01', '2032-06-01'),
  settings: mostly<ReferenceSettings>(
    {},
    {},
    {},
    { dateOrder: 'day-first' },
    { dateOrder: 'month-first' },
    { dateOrder: 'year-first' },
    { decimal: ',' },
    { decimal: '.' },
    { rows: 'first-line' },
    { rows: 'lines' },
    { currency: 'EUR' },
    { source: 'standard' },
    { source: 'shopify' },
    { columns: { Customer: 'Notes' } },
    { columns: { Amount: 'total' } },
    { encoding: 'windows-1252' },
    { encoding: 'latin-nothing' },
  ),
});
type Frame = typeof frame extends fc.Arbitrary<infer T> ? T : never;

function frameBytes(table: readonly (readonly string[])[], way: Style, around: Frame): Uint8Array {
  const { delimiter, end } = way;
  const before = around.before === 'delimiters' ? [delimiter.repeat(4)] : around.before === '' ? [] : [around.before];
  const sep =
    around.sep === '' ? [] : [around.sep.startsWith('"') ? `"sep=${delimiter}"` : around.sep + (delimiter === '\t' ? '\\t' : delimiter)];
  const lines = [...sep, ...before, ...table.map(fields => fields.map(field => quoted(field, way)).join(delimiter))];
  const text = lines.join(end) + (around.finalBreak ? end : '');
  const bytes = encode(text, around.encoding);
  if (around.compression === 'gzip') return gzipSync(bytes);
  if (around.compression === 'members') {
    const half = Math.floor(bytes.length / 2);
    return Buffer.concat([gzipSync(bytes.subarray(0, half)), gzipSync(bytes.subarray(half))]);
  }
  if (around.compression === 'cut') return gzipSync(bytes).subarray(0, -5);
  return bytes;
}

function quoted(field: string, { quotes, delimiter }: Style): string {
  // What breaks the rules of quoting stays as it is.
  if (field.startsWith('\u0001')) return field.slice(1);
  if (quotes === 'needed' && !field.includes(delimiter) && !/["\r\n]/.test(field)) return field;
  const inQuotes = `"${field.replaceAll('"', '""')}"`;
  return quotes === 'spaced' ? ` ${inQuotes} ` : inQuotes;
}

function encode(text: string, encoding: string): Buffer {
  if (encoding === 'mark') return Buffer.from(`\ufeff${text}`, 'utf8');
  if (encoding === 'utf-16le') return Buffer.from(`\ufeff${text}`, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  if (encoding === 'windows-1252') return Buffer.from(text, 'latin1');
  if (encoding === 'bad') return Buffer.concat([Buffer.from(text, 'utf8'), Buffer.from([0xff])]);
  return Buffer.from(text, 'utf8');
}

const two = (number: number) => String(number).padStart(2, '0');
const plainDate = (y: number, m: number, d: number) => `${y}-${two(m)}-${two(d)}`;
const plainAmount = (whole: string, cents: string) => `${whole}.${cents}`;
const same = (text: string) => text;
const grouped = (whole: string, mark: string) => whole.replace(/\B(?=(\d{3})+$)/g, mark);
const indian = (whole: string) => (whole.length < 4 ? whole : `${whole.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ',')},${whole.slice(-3)}`);
