import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHeader } from './header';
import type { CommonTables } from './names-in-front';

export interface ModelSettings {
  /** In ASCII lower case. */
  readonly dropStatuses: readonly string[];
  readonly dropAfterDays: number;
  /** The codes of the declared currency; none where the uploads decide. */
  readonly currency: readonly string[];
  /** What the signs that stand for several currencies can mean. */
  readonly signs: Readonly<Record<string, readonly string[]>>;
}

/** A model file has a placeholder without a value. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** What the orders are (`model/orders.sql`), without its comments; `asOf` is text such as `2026-11-30` or a placeholder for it. */
export function ordersModel({ dropStatuses, dropAfterDays, currency, signs }: ModelSettings, asOf = '{{asOf}}'): string {
  const values: Readonly<Record<string, string>> = {
    signs: Object.entries(signs)
      .map(([sign, codes]) => `WHEN ${asciiLiteral(sign)} THEN ${array(codes)}`)
      .join(' '),
    currency: currency.length === 0 ? 'CAST(NULL AS ARRAY(VARCHAR))' : array(currency),
    // No status at all: an IN list may not be empty.
    dropStatuses: dropStatuses.length === 0 ? 'NULL' : dropStatuses.map(literal).join(', '),
    dropAfterDays: String(dropAfterDays),
    asOf,
  };
  return withoutComments(read('orders.sql')).replace(/\$\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined)
      throw new ModelError(`queries/model/orders.sql: expected ${Object.keys(values).join(', ')}, got ${placeholder}`);
    return value;
  });
}

/** What a query's `orders` and `processed` stand for where a person asks in Athena's console: the orders as of today, without a snapshot. */
export function tablesToday(settings: ModelSettings): CommonTables {
  const today = ordersModel(settings).replace("DATE '{{asOf}}'", 'current_date');
  return tablesFrom(`(${today}) WHERE state = 'counts'`);
}

/** The query `uploads`, which each execution runs beside the others; `{{snapshot}}` stands for the snapshot. */
export function uploadsQuery(): { readonly id: string; readonly title: string; readonly sql: string } {
  const text = read('uploads.sql');
  const { id, title } = parseHeader('model/uploads.sql', text);
  return { id, title, sql: withoutComments(text).trim() };
}

/** What a query's `orders` and `processed` stand for: the rows of one snapshot that count, typed, and the same as five columns of text. */
export const SNAPSHOT_TABLES = tablesFrom("orders_snapshots WHERE snapshot = '{{snapshot}}' AND state = 'counts'");

function tablesFrom(rows: string): CommonTables {
  const text = (column: string) => `CAST(${column} AS VARCHAR)`;
  return {
    orders: `SELECT order_id, customer, amount, status, order_date, shop, source, upload, row_count FROM ${rows}`,
    processed: `SELECT order_id AS orderid, customer, ${text('amount')} AS amount, status, ${text('order_date')} AS orderdate FROM ${rows}`,
  };
}

function read(file: string): string {
  return readFileSync(join(__dirname, 'model', file), 'utf8');
}

function withoutComments(sql: string): string {
  return sql.replace(/^\s*--.*\n/gm, '').replace(/ +--.*$/gm, '');
}

function array(texts: readonly string[]): string {
  return `ARRAY[${texts.map(literal).join(', ')}]`;
}

/** CloudFormation gives characters beyond ASCII back as `?`, so each of them is written as its code. */
function asciiLiteral(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return literal(text);
  return [...text].map(character => `chr(${character.codePointAt(0)})`).join(' || ');
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
