import * as z from 'zod';

const name = z.string().trim().min(1);
const names = z.array(name);

/** A column that holds a customer: a name; several columns whose values are joined by a blank; an id; an email address. */
const customer = z.union([name, names.min(2), z.strictObject({ id: name }), z.strictObject({ email: name })]);

const isRegularExpression = (text: string) => {
  try {
    return new RegExp(text, 'i') instanceof RegExp;
  } catch {
    return false;
  }
};

const described = {
  /** The file's name without `.json`: what `--source` takes. */
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().trim().min(1).max(80),
  /** Where the form is documented or was seen. */
  documented: z.string().trim().min(1),
};

/** A form of export whose orders can be read. Lists of names are in order of preference. */
export const ReadableSource = z.strictObject({
  ...described,
  /** Every name of the form. Of several sources that fit, the one that knows most of the header is taken. */
  knows: names,
  /** The source fits only a header that has one of these. Needed where the other names are those of many forms. */
  oneOf: names.min(1).optional(),
  id: names.min(1),
  customer: z.array(customer).min(1),
  amount: names.min(1),
  status: names.default([]),
  date: names.min(1),
  currency: names.default([]),
  /** A value there means the status `cancelled`. */
  cancelledAt: names.default([]),
  /** Their word, in lower case, → ours. */
  statuses: z.record(z.string().regex(/^[^A-Z]+$/), name).default({}),
  dateOrder: z.enum(['day-first', 'month-first', 'year-first']).optional(),
  decimal: z.enum(['.', ',']).optional(),
  rows: z.enum(['orders', 'lines', 'first-line']).optional(),
  /** Regular expressions: a row whose values, joined by blanks, match one is not an order. It is passed over like a blank line. */
  notOrders: z.array(z.string().refine(isRegularExpression)).default([]),
});

/** A form of export that does not hold what is needed. `MissingColumns` says so where the header has all of `hallmarks`. */
export const UnreadableSource = z.strictObject({ ...described, hallmarks: names.min(1), unreadable: z.string().trim().min(1) });

export type ReadableSource = z.infer<typeof ReadableSource>;
export type UnreadableSource = z.infer<typeof UnreadableSource>;
export type Source = ReadableSource | UnreadableSource;
export type CustomerColumn = ReadableSource['customer'][number];

export function isReadable(source: Source): source is ReadableSource {
  return 'knows' in source;
}

/** What is expected of a field, for the error about a file that has something else there. */
export const EXPECTED: Readonly<Record<string, string>> = {
  name: 'the file’s name without .json: lower-case words joined by dashes, as in "shopify"',
  title: 'up to 80 characters, as in "Shopify orders"',
  documented: 'an address or a sentence: where the form is documented or was seen',
  knows: 'a list of all column names of the form',
  oneOf: 'a list of at least one column name',
  id: 'a list of at least one column name',
  customer: 'a list of column names, of lists of names to join, or of {"id": name} or {"email": name}',
  amount: 'a list of at least one column name',
  status: 'a list of column names',
  date: 'a list of at least one column name',
  currency: 'a list of column names',
  cancelledAt: 'a list of column names',
  statuses: 'their word in lower case → ours, as in {"voided": "cancelled"}',
  dateOrder: '"day-first", "month-first" or "year-first"',
  decimal: '"." or ","',
  rows: '"orders", "lines" or "first-line"',
  notOrders: 'a list of regular expressions',
  hallmarks: 'a list of at least one column name',
  unreadable: 'a sentence that says what the form lacks',
};
