/** How a result is drawn: a column of names or dates, and a column of numbers. */
export interface Chart {
  readonly kind: 'bar' | 'line' | 'donut';
  readonly label: string;
  readonly value: string;
}

/** What a query file says of itself in the comment lines at its top, one `-- field: value` each. */
export interface Header {
  /** Lower-case words joined by dashes; unique. */
  readonly id: string;
  readonly title: string;
  /** What one row of the result is. */
  readonly row: string;
  /** Null where the file says `none`. */
  readonly chart: Chart | null;
}

/** A query file that cannot be used: names the file, the field, what was expected and what was received. */
export class QueryFileError extends Error {
  override readonly name = 'QueryFileError';

  constructor(file: string, field: string, expected: string, got: string) {
    super(`queries/${file}: field "${field}": expected ${expected}, got ${got}`);
  }
}

const FIELDS = {
  id: { pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/, expected: 'lower-case words joined by dashes, as in "-- id: order-status"' },
  title: { pattern: /^.{1,120}$/, expected: 'up to 120 characters, as in "-- title: Order status"' },
  row: { pattern: /^.{1,200}$/, expected: 'what a row is, in up to 200 characters, as in "-- row: one status"' },
  chart: {
    pattern: /^(none|(bar|line|donut) \S+ \S+)$/,
    expected: '"none", or "bar", "line" or "donut" with a column of names and one of numbers, as in "-- chart: bar status orders"',
  },
} as const;

type Field = keyof typeof FIELDS;

/** Reads the header of a query file. Throws `QueryFileError`. */
export function parseHeader(file: string, text: string): Header {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex(line => !line.startsWith('--'));
  const values = new Map<string, string>();
  for (const line of end === -1 ? lines : lines.slice(0, end)) {
    const match = /^--\s*(\w+)\s*:(.*)$/.exec(line);
    if (!match) continue;
    const [, field = '', rest = ''] = match;
    const value = rest.trim();
    if (!Object.hasOwn(FIELDS, field)) throw new QueryFileError(file, field, `one of ${Object.keys(FIELDS).join(', ')}`, `"${line}"`);
    if (values.has(field)) throw new QueryFileError(file, field, 'it once', `it again: "${value}"`);
    values.set(field, value);
  }
  const take = (field: Field): string => {
    const value = values.get(field);
    if (value === undefined) throw new QueryFileError(file, field, FIELDS[field].expected, 'no such line at the top of the file');
    if (!FIELDS[field].pattern.test(value)) throw new QueryFileError(file, field, FIELDS[field].expected, `"${value}"`);
    return value;
  };
  const header = { id: take('id'), title: take('title'), row: take('row'), chart: toChart(take('chart')) };
  if (end === -1 || lines.slice(end).every(isBlank)) throw new QueryFileError(file, 'sql', 'a SELECT below the header', 'nothing');
  return header;
}

function toChart(text: string): Chart | null {
  const [kind, label = '', value = ''] = text.split(' ');
  return kind === 'bar' || kind === 'line' || kind === 'donut' ? { kind, label, value } : null;
}

/** A line with no SQL in it. */
function isBlank(line: string): boolean {
  return /^\s*(--.*)?$/.test(line);
}
