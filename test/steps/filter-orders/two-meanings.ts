import fc from 'fast-check';
import { REFERENCE_SOURCES, type ReferenceSource } from './reference/sources';

/** A file that means something under two readings, and the name by which it is refused. */
export interface TwoMeanings {
  readonly bytes: Uint8Array;
  readonly error: 'AmbiguousDates' | 'AmbiguousAmounts' | 'AmbiguousColumns' | 'AmbiguousSource' | 'MixedCurrencies';
  /** What the file is when its writer says what is meant: the same file with one of the settings of each reading. */
  readonly readings: readonly object[];
}

export function filesOfTwoMeanings(): fc.Arbitrary<TwoMeanings> {
  return fc.oneof(twoDates(), twoDecimalMarks(), twoAmounts(), twoCurrencies(), twoSources());
}

/** Days that are days with the month first too, or with a year of two digits in front. */
function twoDates(): fc.Arbitrary<TwoMeanings> {
  const part = fc.integer({ min: 1, max: 12 });
  const pair = fc.tuple(part, part).filter(([one, other]) => one !== other);
  const way = fc.constantFrom<(one: number, other: number) => string>(
    (one, other) => `${one}/${other}/2026`,
    (one, other) => `${two(one)}-${two(other)}-2026 10:15`,
    (one, other) => `${two(one)}/${two(other)}/26`,
    (one, other) => `${two(one)}.${two(other)}.26`,
  );
  return fc.record({ pairs: fc.array(pair, { minLength: 1, maxLength: 6 }), way, delimiter: delimiters }).map(file => ({
    bytes: table(
      file.delimiter,
      FIVE,
      file.pairs.map(([one, other], index) => [`${index}`, 'Ann', '5.00', 'paid', file.way(one, other)]),
    ),
    error: 'AmbiguousDates',
    readings: [{ dateOrder: 'day-first' }, { dateOrder: 'month-first' }],
  }));
}

/** One mark with three digits behind it, one to three in front. */
function twoDecimalMarks(): fc.Arbitrary<TwoMeanings> {
  const amount = fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 999 }));
  return fc
    .record({
      amounts: fc.array(amount, { minLength: 1, maxLength: 6 }),
      mark: fc.constantFrom('.', ','),
      delimiter: delimiters,
      sign: signs,
    })
    .map(({ amounts, mark, delimiter, sign }) => ({
      bytes: table(
        delimiter,
        FIVE,
        amounts.map(([whole, rest], index) => [
          `${index}`,
          'Ann',
          sign(`${whole}${mark}${String(rest).padStart(3, '0')}`),
          'paid',
          '2026-11-02',
        ]),
      ),
      error: 'AmbiguousAmounts',
      readings: [{ decimal: '.' }, { decimal: ',' }],
    }));
}

/** Two names of an amount with different values in at least one row. */
function twoAmounts(): fc.Arbitrary<TwoMeanings> {
  const names = fc.shuffledSubarray(['Amount', 'Total', 'order_total', 'Grand Total', 'revenue', 'Sales'], { minLength: 2, maxLength: 2 });
  return fc
    .record({ names, values: fc.array(fc.tuple(fc.nat(99), fc.nat(99)), { minLength: 1, maxLength: 5 }), delimiter: delimiters })
    .filter(({ values }) => values.some(([one, other]) => one !== other))
    .map(({ names: [one = '', other = ''], values, delimiter }) => ({
      bytes: table(
        delimiter,
        ['OrderID', 'Customer', one, 'Status', 'OrderDate', other],
        values.map(([first, second], index) => [`${index}`, 'Ann', `${first}`, 'paid', '2026-11-02', `${second}`]),
      ),
      error: 'AmbiguousColumns',
      readings: [{ columns: { Amount: one } }, { columns: { Amount: other } }],
    }));
}

/** Rows of two currencies, shown by signs, codes or a column. */
function twoCurrencies(): fc.Arbitrary<TwoMeanings> {
  const shown = fc.constantFrom<readonly [currency: string, amount: (number: string) => string, column: string]>(
    ['EUR', number => `${number} €`, ''],
    ['EUR', number => number, 'EUR'],
    ['USD', number => `$${number}`, ''],
    ['USD', number => number, 'usd'],
    ['GBP', number => `GBP ${number}`, 'GBP'],
    ['SEK', number => `${number} kr`, 'SEK'],
    ['NOK', number => `${number}`, 'NOK'],
  );
  return fc
    .record({ rows: fc.array(shown, { minLength: 2, maxLength: 6 }), delimiter: delimiters })
    .filter(({ rows }) => new Set(rows.map(([currency]) => currency)).size > 1)
    .map(({ rows, delimiter }) => ({
      bytes: table(
        delimiter,
        ['order_id', 'customer', 'amount', 'currency', 'order_date'],
        rows.map(([, amount, column], index) => [`${index}`, 'Ann', amount('5.00'), column, '2026-11-02']),
      ),
      error: 'MixedCurrencies',
      readings: [],
    }));
}

/** A header that holds what two sources need, and as much that the one knows as the other. */
function twoSources(): fc.Arbitrary<TwoMeanings> {
  const others = REFERENCE_SOURCES.filter(({ name }) => name !== 'standard');
  return fc
    .record({ pair: fc.shuffledSubarray(others, { minLength: 2, maxLength: 2 }), delimiter: delimiters })
    .map(({ pair, delimiter }) => ({ pair, delimiter, header: unlike(pair.flatMap(neededNames)) }))
    .filter(({ pair, header }) => {
      const known = others.filter(source => fitsAll(source, header)).map(source => [knownNames(source, header), source] as const);
      const most = Math.max(...known.map(([count]) => count));
      const best = known.filter(([count]) => count === most).map(([, source]) => source);
      return best.length === 2 && pair.every(source => best.includes(source));
    })
    .map(({ pair, delimiter, header }) => ({
      bytes: table(delimiter, header, [header.map((name, index) => (/date|created|purchase/i.test(name) ? '2026-11-02' : `${index + 1}`))]),
      error: 'AmbiguousSource',
      readings: pair.map(({ name }) => ({ source: name })),
    }));
}

/** Without names that are the same to the reader. */
function unlike(names: readonly string[]): string[] {
  return names.filter((name, index) => names.findIndex(other => plain(other) === plain(name)) === index);
}

function neededNames(source: ReferenceSource): string[] {
  const first = [source.OrderID[0], source.Customer[0], source.Amount[0], source.OrderDate[0], source.oneOf?.[0]];
  return first.flatMap(name => [name ?? []].flat());
}

const fitsAll = (source: ReferenceSource, header: readonly string[]) =>
  neededNames(source).every(name => header.map(plain).includes(plain(name)));
const knownNames = (source: ReferenceSource, header: readonly string[]) =>
  header.filter(name => source.knows.some(known => plain(known) === plain(name))).length;
const plain = (name: string) => name.toLowerCase().replace(/[\s_#.:-]/g, '');

const FIVE = ['OrderID', 'Customer', 'Amount', 'Status', 'OrderDate'];
const delimiters = fc.constantFrom(',', ';', '\t', '|');
const signs = fc.constantFrom<(number: string) => string>(
  number => number,
  number => `-${number}`,
  number => `(${number})`,
  number => `$${number}`,
  number => `${number} EUR`,
);
const two = (number: number) => String(number).padStart(2, '0');

function table(delimiter: string, header: readonly string[], rows: readonly (readonly string[])[]): Uint8Array {
  return Buffer.from(
    `${[header, ...rows].map(row => row.map(value => (value.includes(delimiter) ? `"${value}"` : value)).join(delimiter)).join('\n')}\n`,
  );
}
