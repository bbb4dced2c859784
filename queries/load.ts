import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Header, parseHeader, QueryFileError } from './header';

export { QueryFileError };

/** What a query's file says of its result. */
export interface QueryInfo extends Header {
  /** The file's name, such as `01-total-sales-by-customer.sql`; the numbers give the order in which queries are shown. */
  readonly file: string;
}

/** A query that every execution runs. */
export interface Query extends QueryInfo {
  /** Athena SQL over `orders` (or `processed`): the file's whole text, comments included. */
  readonly sql: string;
}

/** The id of `model/uploads.sql`. */
const RESERVED = 'uploads';

/** Every `.sql` file of this folder, in the order of its number. Throws `QueryFileError` on a wrong header or an id used twice. */
export function loadQueries(directory = __dirname): readonly Query[] {
  const files = readdirSync(directory).filter(file => file.toLowerCase().endsWith('.sql') && !file.startsWith('.'));
  const queries = files.sort(byNumber).map(file => load(directory, file));
  for (const [index, query] of queries.entries()) {
    const twin = queries.slice(0, index).find(other => other.id === query.id);
    if (query.id === RESERVED)
      throw new QueryFileError(query.file, 'id', `another id: "${RESERVED}" is the pipeline's own query`, `"${query.id}"`);
    if (twin) throw new QueryFileError(query.file, 'id', 'a unique id', `"${query.id}", which ${twin.file} has`);
  }
  return queries;
}

function load(directory: string, file: string): Query {
  const text = readFileSync(join(directory, file), 'utf8').replace(/^\uFEFF/, '');
  return { file, ...parseHeader(file, text), sql: text.trim() };
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
