import { trinoErrorOf } from '../engine/duckdb-error';
import type { Job } from '../engine/job';
import { prepare } from '../engine/prepare';
import { runStatement } from '../engine/run-statement';
import type { DataFile } from '../tables/definition';
import { printType, type Type } from '../types/type';
import { printValue } from '../user-defined-functions/print';
import { MapValue, type Value } from '../user-defined-functions/value';
import { ordersTable } from './orders-table';
import type { Probe } from './record-trino';

/** The outcome of a statement: the same as in Trino, refused here by name, or wrong. */
export interface Verdict {
  readonly kind: 'right' | 'refused' | 'wrong';
  readonly detail: string;
}

/** Runs a statement over a file of orders without a server around it. */
export async function resultOf(sql: string, file: DataFile): Promise<Probe> {
  const job: Job = {
    sql,
    parameters: [],
    database: 'orders_db',
    databases: ['orders_db', 'default'],
    tables: [{ database: 'orders_db', name: 'processed', table: ordersTable('b'), files: [file] }],
    now: new Date(),
    output: '',
  };
  try {
    const prepared = prepare(job);
    const rows: (string | null)[][] = [];
    for await (const batch of runStatement(prepared, new AbortController().signal))
      for (const row of batch)
        rows.push(
          row.map((value, index) =>
            value === null ? null : printValue(inOrder(value), prepared.columns[index]?.type ?? { name: 'varchar' }),
          ),
        );
    return { sql, columns: prepared.columns.map(({ name, type }) => [name, printType(type)] as const), rows };
  } catch (error) {
    const { code, detail } = trinoErrorOf(error);
    return { sql, error: { name: code, message: detail } };
  }
}

/** The entries of a map come in no order that anyone promises: here, in that of their text. */
function inOrder(value: Value): Value {
  if (value instanceof MapValue)
    return new MapValue([...value.entries].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)).map(([key, item]) => [key, inOrder(item)]));
  return Array.isArray(value) ? value.map(inOrder) : value;
}

export function compare(ours: Probe, trinos: Probe): Verdict {
  if (ours.error?.name === 'NOT_SUPPORTED' && ours.error.message.includes('by local AWS'))
    return { kind: 'refused', detail: ours.error.message };
  if (trinos.error || ours.error) {
    if (trinos.error && ours.error?.name === trinos.error.name) return { kind: 'right', detail: '' };
    return { kind: 'wrong', detail: `expected ${show(trinos)}, got ${show(ours)}` };
  }
  const expected = JSON.stringify({ columns: trinos.columns?.map(([name, type]) => [name, plainType(type)]), rows: rowsOf(trinos) });
  const got = JSON.stringify({ columns: ours.columns?.map(([name, type]) => [name, plainType(type)]), rows: rowsOf(ours, true) });
  return expected === got
    ? { kind: 'right', detail: '' }
    : { kind: 'wrong', detail: `expected ${expected.slice(0, 600)}, got ${got.slice(0, 600)}` };
}

function show({ error, rows }: Probe): string {
  return error ? `${error.name}: ${error.message}` : `rows ${JSON.stringify(rows?.slice(0, 3))}`;
}

function plainType(type: string): string {
  return type.toLowerCase().replaceAll(' ', '');
}

/** Rows as Athena prints them; without an ORDER BY their order means nothing. */
function rowsOf({ sql, rows = [], columns = [] }: Probe, printed = false): unknown[] {
  const texts = rows.map(row =>
    row.map((value, index) => (value === null ? null : printed ? value : athenaText(value, columns[index]?.[1] ?? ''))),
  );
  return /order by[^)]*$/i.test(sql) ? texts : texts.map(row => JSON.stringify(row)).sort();
}

/** What Trino's protocol gives as JSON, as Athena prints it. */
export function athenaText(value: unknown, type: string): string {
  if (value === null) return 'null';
  const { name, inside } = partsOf(type);
  const [first = '', second = ''] = inside;
  if (name === 'array' && Array.isArray(value)) return `[${value.map(item => athenaText(item, first)).join(', ')}]`;
  if (name === 'map' && typeof value === 'object')
    return `{${Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${athenaText(key, first)}=${athenaText(item, second)}`)
      .join(', ')}}`;
  if (name === 'row' && Array.isArray(value)) {
    const fields = inside.map(
      (field, index) => /^([a-z]\w*|"[^"]*") (?!precision|with|to)(.*)$/.exec(field)?.slice(1) ?? [`field${index}`, field],
    );
    return `{${fields.map(([field, fieldType = ''], index) => `${field?.replaceAll('"', '')}=${athenaText(value[index], fieldType)}`).join(', ')}}`;
  }
  if (name === 'double' || name === 'real') return printValue(Number(value), { name } satisfies Type);
  if (name === 'varbinary') return [...Buffer.from(String(value), 'base64')].map(byte => byte.toString(16).padStart(2, '0')).join(' ');
  return String(value);
}

/** `map(varchar, array(integer))` is `map` with `varchar` and `array(integer)` inside. */
function partsOf(type: string): { readonly name: string; readonly inside: readonly string[] } {
  const [, name = type, content = ''] = /^(\w+)\((.*)\)$/.exec(type) ?? [];
  const inside: string[] = [];
  let [depth, part] = [0, ''];
  for (const character of content) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (character === ',' && depth === 0) {
      inside.push(part.trim());
      part = '';
    } else part += character;
  }
  return { name, inside: part === '' ? inside : [...inside, part.trim()] };
}
