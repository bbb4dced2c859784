import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

/** A file whose writer meant one thing by every value, whether the file shows it or not. */
export interface MeantFile {
  readonly bytes: Uint8Array;
  /** By id. */
  readonly orders: ReadonlyMap<string, MeantOrder>;
}

export interface MeantOrder {
  readonly customer: string;
  readonly cents: bigint;
  readonly status: string;
  readonly day: string;
}

/** Files of one convention each: an order of day and month, a decimal mark, groups, a currency, a delimiter, an encoding. */
export function meantFiles(): fc.Arbitrary<MeantFile> {
  return fc
    .record({
      convention,
      orders: fc.array(order, { minLength: 1, maxLength: 8 }),
      columns: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
    })
    .map(({ convention: way, orders, columns }) => {
      const rows = orders.map((facts, index) => {
        const values = [`N${index}`, facts.customer, writtenAmount(facts, way), facts.status, writtenDay(facts, way)];
        return columns.map(column => values[column] ?? '');
      });
      const header = columns.map(column => way.names[column] ?? '');
      const text = [header, ...rows].map(row => row.map(value => quoted(value, way.delimiter)).join(way.delimiter)).join(way.end);
      const bytes = encoded(text, way.encoding);
      return {
        bytes: way.compressed ? gzipSync(bytes) : bytes,
        orders: new Map(orders.map((facts, index) => [`N${index}`, meaning(facts, way)])),
      };
    });
}

const convention = fc.record({
  // Points between day and month are day first, and a year in front is followed by its month: that is said, not shown.
  date: fc.constantFrom(
    (y: string, m: string, d: string) => `${y}-${m}-${d}`,
    (y: string, m: string, d: string) => `${d}/${m}/${y}`,
    (y: string, m: string, d: string) => `${m}/${d}/${y}`,
    (y: string, m: string, d: string) => `${Number(d)}-${Number(m)}-${y}`,
    (y: string, m: string, d: string) => `${Number(m)}-${Number(d)}-${y}`,
    (y: string, m: string, d: string) => `${d}.${m}.${y}`,
    (y: string, m: string, d: string) => `${d}.${m}.${y.slice(2)}`,
    (y: string, m: string, d: string) => `${m}.${d}.${y.slice(2)}`,
    (y: string, m: string, d: string) => `${y.slice(2)}.${m}.${d}`,
    (y: string, m: string, d: string) => `${Number(d)}/${Number(m)}/${y.slice(2)}`,
    (y: string, m: string, d: string) => `${Number(m)}/${Number(d)}/${y.slice(2)}`,
    (y: string, m: string, d: string) => `${y.slice(2)}/${m}/${d}`,
    (y: string, m: string, d: string) => `${y.slice(2)}-${m}-${d}`,
  ),
  time: fc.constantFrom('', '', ' 10:15', 'T23:59:59Z', ', 1:05 PM'),
  decimal: fc.constantFrom('.', ','),
  group: fc.constantFrom('', 'other', 'other', "'", '\u00a0'),
  decimals: fc.constantFrom([2], [2], [0], [0, 2], [3], [0, 3], [1, 2, 3, 4]),
  money: fc.constantFrom('', '', '$', '€', 'CHF '),
  names: fc.constantFrom(
    ['OrderID', 'Customer', 'Amount', 'Status', 'OrderDate'],
    ['order number', 'Client', 'TOTAL', 'order-status', 'Date'],
    ['Name', 'Billing Name', 'Total', 'Financial Status', 'Created at'],
    ['Order ID', 'Buyer', 'order_amount', 'Status', 'Created_At'],
  ),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  encoding: fc.constantFrom('utf-8', 'mark', 'utf-16le', 'utf-16be'),
  compressed: fc.boolean(),
  end: fc.constantFrom('\n', '\r\n', '\r'),
});
type Convention = typeof convention extends fc.Arbitrary<infer T> ? T : never;

const order = fc.record({
  customer: fc.constantFrom('Ann', 'Zoë', 'Doe, J; "JJ"', '日本', 'a|b'),
  status: fc.constantFrom('paid', 'pending', '', 'shipped'),
  whole: fc.oneof(fc.nat(999), fc.nat(9_999_999)),
  digits: fc.stringMatching(/^[0-9]{4}$/),
  /** Which of the convention's numbers of decimals. */
  precision: fc.nat(3),
  negative: fc.constantFrom(false, false, false, true),
  year: fc.constantFrom(2026, 2026, 2026, 2025, 2001, 2012, 2031),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 28 }),
});
type Facts = typeof order extends fc.Arbitrary<infer T> ? T : never;

function decimalsOf({ digits, precision }: Facts, { decimals }: Convention): string {
  return digits.slice(0, decimals[precision % decimals.length]);
}

function writtenAmount(facts: Facts, way: Convention): string {
  const { decimal, group, money } = way;
  const separator = group === 'other' ? (decimal === '.' ? ',' : '.') : group;
  const whole = String(facts.whole).replace(/\B(?=(\d{3})+$)/g, separator);
  const decimals = decimalsOf(facts, way);
  return `${facts.negative ? '-' : ''}${money}${whole}${decimals === '' ? '' : decimal + decimals}`;
}

function writtenDay({ year, month, day }: Facts, way: Convention): string {
  return way.date(String(year), two(month), two(day)) + way.time;
}

function meaning(facts: Facts, way: Convention): MeantOrder {
  const decimals = decimalsOf(facts, way).padEnd(3, '0');
  const cents = BigInt(facts.whole) * 100n + BigInt(decimals.slice(0, 2)) + (decimals.charAt(2) >= '5' ? 1n : 0n);
  const { customer, status, year, month, day } = facts;
  return { customer, status, cents: facts.negative ? -cents : cents, day: `${year}-${two(month)}-${two(day)}` };
}

function quoted(value: string, delimiter: string): string {
  return value.includes(delimiter) || value.includes('"') ? `"${value.replaceAll('"', '""')}"` : value;
}

function encoded(text: string, encoding: string): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'mark') return Buffer.from(`\ufeff${text}`, 'utf8');
  const little = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf-16le' ? little : little.swap16();
}

const two = (number: number) => String(number).padStart(2, '0');
