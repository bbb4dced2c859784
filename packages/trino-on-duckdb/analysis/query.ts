import { coerce } from '../expressions/coerce';
import type { Typed } from '../expressions/typed';
import type { Expression, Query, QueryBody, SetOperation, SortItem, Values } from '../syntax/ast';
import { notSupported, TrinoError, typeMismatch } from '../trino-error';
import { commonType } from '../types/coercion';
import { isInteger, printType, type Type } from '../types/type';
import { commonTypeOf } from './common-type';
import { isCorrelated, uncorrelatable } from './correlation';
import type { Env, NamedQuery } from './env';
import { analyze } from './expression';
import { groupable } from './predicates';
import type { Field } from './scope';
import { analyzeSelect } from './select';
import { checkOrderable, direction, sortKey } from './sort';

/** A query in DuckDB's SQL, and the columns that it gives. */
export interface AnalyzedQuery {
  readonly sql: string;
  readonly fields: readonly Field[];
}

/** A query's body before it is sorted: `sortKeys` are columns of `sql` beside the fields. */
export interface AnalyzedBody extends AnalyzedQuery {
  readonly sortKeys: readonly string[];
  /** Whether it may be cut although it uses columns from around it. */
  readonly isLimitable?: () => boolean;
}

/** Trino's `query`. `env.scope` is what the query may refer to outside of itself. */
export function analyzeQuery(query: Query, outer: Env): AnalyzedQuery {
  const { env, prefix } = analyzeWith(query, outer);
  const { sql, fields, sortKeys, isLimitable = () => false } = analyzeBody(query.body, query.orderBy, env);
  const count = (expression: Expression | undefined, name: string) => expression && countOf(expression, name, env);
  const [limit, offset] = [count(query.limit, 'LIMIT'), count(query.offset, 'OFFSET')];
  const isCut = limit !== undefined || offset !== undefined;
  if (isCut && isCorrelated(sql, env.scope) && (offset !== undefined || query.withTies || !isLimitable())) throw uncorrelatable(query.at);
  const columns = fields.map(field => field.sql).join(', ');
  const order =
    sortKeys.length > 0 ? ` ORDER BY ${sortKeys.map((key, index) => key + direction(sortItem(query.orderBy, index))).join(', ')}` : '';
  if (query.withTies) {
    if (!order) throw new TrinoError('MISSING_ORDER_BY', 'FETCH FIRST WITH TIES clause requires ORDER BY', query.limit?.at);
    if (offset !== undefined) throw notSupported('FETCH WITH TIES after OFFSET', query.at);
    return { sql: `${prefix}SELECT ${columns} FROM (${sql}) QUALIFY rank() OVER (${order}) <= ${limit}${order}`, fields };
  }
  if (!isCut && !order) return { sql: prefix + sql, fields };
  const cut = `${limit === undefined ? '' : ` LIMIT ${limit}`}${offset === undefined ? '' : ` OFFSET ${offset}`}`;
  return { sql: `${prefix}SELECT ${columns} FROM (${sql})${order}${cut}`, fields };
}

function sortItem(items: readonly SortItem[], index: number): SortItem {
  const item = items[index];
  if (!item) throw new Error(`no ORDER BY item ${index}`);
  return item;
}

function countOf(expression: Expression, clause: string, env: Env): string {
  const { literal, type } = analyze(expression, env);
  if (literal === undefined || !isInteger(type) || !/^\d+$/.test(literal))
    throw typeMismatch(`Non constant parameter value for ${clause}: ${printType(type)}`, expression.at);
  if (clause === 'LIMIT' && expression.text === 'FETCH' && literal === '0') throw typeMismatch('FETCH FIRST row count must be positive');
  return literal;
}

function analyzeWith(query: Query, outer: Env): { env: Env; prefix: string } {
  if (query.with.length === 0) return { env: outer, prefix: '' };
  const named = new Map<string, NamedQuery>(outer.named);
  const own = new Set<string>();
  const isStatement = query === outer.statement.query;
  const parts = query.with.map(item => {
    const name = item.name.toLowerCase();
    if (own.has(name)) throw new TrinoError('DUPLICATE_NAMED_QUERY', `WITH query name '${item.name}' specified more than once`, item.at);
    own.add(name);
    const { sql, fields } = analyzeQuery(item.query, { ...outer, named });
    if (item.columns && item.columns.length !== fields.length)
      throw new TrinoError(
        'MISMATCHED_COLUMN_ALIASES',
        `Column alias list has ${item.columns.length} entries but relation has ${fields.length} columns`,
        item.at,
      );
    const twice = item.columns?.find((column, index) =>
      item.columns?.slice(0, index).some(other => other.toLowerCase() === column.toLowerCase()),
    );
    if (twice !== undefined) throw new TrinoError('DUPLICATE_COLUMN_NAME', `Column name '${twice}' specified more than once`, item.at);
    const sqlName = outer.statement.unique('w');
    named.set(name, { sqlName, fields: fields.map((field, index) => ({ ...field, name: item.columns?.[index] ?? field.name })) });
    if (isStatement) outer.statement.stages.add(sqlName, sql);
    return `${sqlName} AS (${sql})`;
  });
  return { env: { ...outer, named }, prefix: isStatement ? '' : `WITH ${parts.join(', ')} ` };
}

function analyzeBody(body: QueryBody, orderBy: readonly SortItem[], env: Env): AnalyzedBody {
  if (body.kind === 'select') return analyzeSelect(body, orderBy, env);
  return withSortKeys(analyzeUnsorted(body, env), orderBy, env);
}

function analyzeUnsorted(body: Exclude<QueryBody, { kind: 'select' }>, env: Env): AnalyzedQuery {
  switch (body.kind) {
    case 'nested':
      return analyzeQuery(body.query, env);
    case 'values':
      return analyzeValues(body, env);
    case 'set':
      return analyzeSetOperation(body, env);
  }
}

/** What is not a SELECT is sorted by its own columns only. */
function withSortKeys({ sql, fields }: AnalyzedQuery, orderBy: readonly SortItem[], env: Env): AnalyzedBody {
  if (orderBy.length === 0) return { sql, fields, sortKeys: [] };
  const scope = { fields, parent: env.scope };
  const keys = orderBy.map(item => {
    const value = sortValue(item, fields, { ...env, scope, root: item.value });
    checkOrderable(value, item);
    return { column: env.statement.unique('s'), sql: sortKey(value, env) };
  });
  return {
    sql: `SELECT *, ${keys.map(key => `${key.sql} AS ${key.column}`).join(', ')} FROM (${sql})`,
    fields,
    sortKeys: keys.map(key => key.column),
  };
}

/** `ORDER BY 2` is the second column; anything else an expression. */
export function sortValue({ value }: SortItem, fields: readonly Field[], env: Env): Typed {
  if (value.kind !== 'number' || value.form !== 'integer') return analyze(value, env);
  const field = fields[Number(value.value) - 1];
  if (!field) throw new TrinoError('INVALID_COLUMN_REFERENCE', `ORDER BY position ${value.value} is not in select list`, value.at);
  return { type: field.type, sql: field.sql, fails: false };
}

function analyzeValues({ rows }: Values, env: Env): AnalyzedQuery {
  const typed = rows.map(row => (row.kind === 'row' ? row.items.map(item => analyze(item, env)) : fieldsOf(analyze(row, env))));
  const width = typed[0]?.length ?? 0;
  for (const [row, { length }] of typed.entries())
    if (length !== width) throw typeMismatch(`Values rows have mismatched sizes: ${width} vs ${length}`, rows[row]?.at);
  const types = Array.from({ length: width }, (_, column) => {
    const values = typed.flatMap(row => row[column] ?? []);
    return (
      commonTypeOf(
        values,
        rows.map(row => (row.kind === 'row' && row.items[column]) || row),
        'Values rows',
      ) ?? { name: 'unknown' as const }
    );
  });
  const { udfs, unique } = env.statement;
  const fields = types.map((type): Field => ({ type, sql: unique('c'), qualifier: [] }));
  const lines = typed.map(row => `(${row.map((value, column) => coerce(value, types[column] ?? value.type, udfs).sql).join(', ')})`);
  const columns = fields.map(field => field.sql).join(', ');
  return { sql: `SELECT ${columns} FROM (VALUES ${lines.join(', ')}) AS ${unique('t')}(${columns})`, fields };
}

/** A row that some expression gives is a row of the table, as one that is written out is. */
function fieldsOf(value: Typed): Typed[] {
  if (value.type.name !== 'row') return [value];
  return (value.type.of ?? []).map((type, index) => ({ type, sql: `struct_extract(${value.sql}, 'f${index}')`, fails: value.fails }));
}

function analyzeSetOperation({ operator, all, left, right, at }: SetOperation, env: Env): AnalyzedQuery {
  const sides = [left, right].map(side => analyzeBody(side, [], env));
  if (sides.some(({ sql }) => isCorrelated(sql, env.scope))) throw uncorrelatable(at);
  const [a, b] = sides;
  if (!a || !b) throw new Error('a set operation has two sides');
  if (a.fields.length !== b.fields.length)
    throw typeMismatch(`${operator} query has different number of fields: ${a.fields.length}, ${b.fields.length}`, at);
  const types = a.fields.map((field, index): Type => {
    const other = b.fields[index]?.type ?? field.type;
    const common = commonType(field.type, other);
    if (common) return common;
    const found = `${printType(field.type)}, ${printType(other)}`;
    throw typeMismatch(`column ${index + 1} in ${operator} query has incompatible types: ${found}`, at);
  });
  const { udfs, unique } = env.statement;
  const fields = a.fields.map(
    (field, index): Field => ({ name: field.name, type: types[index] ?? field.type, sql: unique('u'), qualifier: [] }),
  );
  const [x, y] = sides.map(side => {
    const columns = side.fields.map((field, index) => {
      const value = coerce({ type: field.type, sql: field.sql, fails: false }, types[index] ?? field.type, udfs);
      return `${(all ? value : groupable(value, env, `zone_of_${fields[index]?.sql}`)).sql} AS ${fields[index]?.sql}`;
    });
    return `SELECT ${columns.join(', ')} FROM (${side.sql})`;
  });
  return { sql: `(${x}) ${operator}${all ? ' ALL' : ''} (${y})`, fields };
}
