import type { Typed } from '../expressions/typed';
import type { Expression, Select, SelectItem, SortItem } from '../syntax/ast';
import { notSupported, TrinoError } from '../trino-error';
import { checkScalar, isAggregate } from './aggregate-call';
import { isCorrelated, isUnnest, onlyEquates, uncorrelatable } from './correlation';
import type { Env } from './env';
import { analyze } from './expression';
import { findCalls } from './find-calls';
import { analyzeGroups } from './group-by';
import { columnNames, fingerprint } from './grouping';
import { PartitionGroups } from './partition-groups';
import { restrictPartitions } from './partitions';
import { analyzeCondition, groupable } from './predicates';
import { type AnalyzedBody, sortValue } from './query';
import { analyzeRelation, NO_RELATION } from './relation';
import { checkSupported, type Field, hasQualifier, type Scope } from './scope';
import { checkOrderable, sortKey } from './sort';

/** One item of the select list, stars expanded. */
interface Output {
  readonly name?: string | undefined;
  readonly value: Typed;
  /** Absent for the columns of a star. */
  readonly expression?: Expression;
}

/**
 * SELECT in the layers that Trino's planner makes of it, each a subquery: rows and WHERE; groups and aggregates; HAVING, the select list,
 * windows and sort keys; DISTINCT. So nothing is left to DuckDB's own reading of names, aliases and ordinals.
 */
export function analyzeSelect(select: Select, orderBy: readonly SortItem[], outer: Env): AnalyzedBody {
  const relation = select.from ? analyzeRelation(select.from, outer) : NO_RELATION;
  const scope = { fields: relation.fields, parent: outer.scope };
  const source: Env = { ...outer, scope, windows: select.windows, grouping: undefined, partitions: undefined };
  restrictPartitions(select.where, source);
  const rows = `${relation.sql}${whereSql(select, source)}`;

  const grouped = isGrouped(select, orderBy);
  const groups = grouped ? analyzeGroups(select, source) : undefined;
  const isOneStage = select.from?.kind === 'table';
  const windowed = findCalls([select.items, orderBy], call => call.over !== undefined).length > 0;
  // Rows that see no columns from around the query can be made before the statement runs.
  const isAlone = (windowed || grouped) && outer.scope.fields.length === 0 && !outer.scope.parent;
  const isStage = isAlone && outer.statement.stages.isMadeOf(rows);
  const partitions = isStage && windowed && !groups ? new PartitionGroups(outer.statement, rows, isOneStage) : undefined;
  const env: Env = groups
    ? { ...source, scope: { ...scope, grouping: groups.grouping }, grouping: groups.grouping }
    : { ...source, partitions };

  checkHaving(select);
  const { outputs, having, sorts } = typesFirst(env, scoped => analyzeParts(select, orderBy, scoped));

  const { unique } = env.statement;
  const fields = outputs.map(({ name, value }): Field => ({ name, type: value.type, sql: unique('o'), qualifier: [] }));
  const keys = sorts.map(({ sql, output }) => ({
    sql,
    column: (output !== undefined && fields[output]?.sql) || unique('s'),
    own: output === undefined,
  }));
  const columns = [
    ...outputs.map(({ value }, index) => `${(select.distinct ? groupable(value, env) : value).sql} AS ${fields[index]?.sql}`),
    ...keys.filter(key => key.own).map(key => `${key.sql} AS ${key.column}`),
  ];
  const from = groups ? ` FROM (${groups.sql(rows, isStage)})` : (partitions?.from() ?? rows);
  // Grouping, filtering and windows leave no row twice.
  if (groups || isOneStage)
    for (const [index, { value }] of outputs.entries()) env.statement.stages.sameAs(fields[index]?.sql ?? '', value.sql);
  const projection = `SELECT ${columns.join(', ')}${from}${having ? ` WHERE ${having.sql}` : ''}`;
  const sql = select.distinct ? `SELECT DISTINCT * FROM (${projection})` : projection;
  const correlated = (part: string) => isCorrelated(part, outer.scope);
  const computed = [
    ...(groups?.grouping.aggregates.keys() ?? []),
    ...(having && !select.groupBy ? [having.sql] : []),
    ...(windowed ? [rows] : []),
  ];
  const isFiltered = select.where && (!select.from || (isUnnest(select.from) && correlated(relation.sql)));
  const isReduced = Boolean(select.distinct || select.having || groups?.hasKeys());
  if (outer.scope.scalar && isReduced && outputs.some(({ value }) => correlated(value.sql))) throw uncorrelatable(select.at);
  if (computed.some(correlated) || (isFiltered && correlated(rows))) throw uncorrelatable(select.at);
  const isLimitable = () => {
    // Without GROUP BY there is one row to cut.
    if (grouped && !select.groupBy) return true;
    if (grouped || select.distinct || columns.some(correlated)) return false;
    const equates = (part: Expression) => hasSubquery(part) || correlated(analyze(part, source).sql);
    return !select.where || onlyEquates(select.where, equates);
  };
  return { sql, fields, sortKeys: keys.map(key => key.column), isLimitable };
}

function analyzeParts(select: Select, orderBy: readonly SortItem[], env: Env) {
  const outputs = select.items.flatMap(item => analyzeItem(item, select, env));
  const having = select.having && conditionOf(select.having, 'HAVING', env);
  return { outputs, having, sorts: sortKeys(select, orderBy, outputs, env) };
}

/** Reported after every other error of names and types. */
function typesFirst<T>(env: Env, analyzeIn: (env: Env) => T): T {
  try {
    return analyzeIn(env);
  } catch (error) {
    if (error instanceof TrinoError && error.code === 'EXPRESSION_NOT_AGGREGATE')
      analyzeIn({ ...env, scope: { ...env.scope, grouping: undefined } });
    throw error;
  }
}

function hasSubquery(expression: Expression): boolean {
  return JSON.stringify(expression).includes('"query":');
}

function whereSql({ where }: Select, env: Env): string {
  if (!where) return '';
  checkScalar(where, 'WHERE clause');
  return ` WHERE ${conditionOf(where, 'WHERE', env).sql}`;
}

function conditionOf(expression: Expression, clause: string, env: Env): Typed {
  return analyzeCondition(
    expression,
    { ...env, root: expression },
    type => `${clause} clause must evaluate to a boolean: actual type ${type}`,
  );
}

function checkHaving({ having }: Select): void {
  const [window] = findCalls(having, call => call.over !== undefined);
  if (window) throw new TrinoError('NESTED_WINDOW', 'HAVING clause cannot contain window functions or row pattern measures', window.at);
}

export function isGrouped(select: Select, orderBy: readonly SortItem[]): boolean {
  return Boolean(select.groupBy ?? select.having) || findCalls([select.items, orderBy], isAggregate).length > 0;
}

function analyzeItem(item: SelectItem, select: Select, env: Env): Output[] {
  if (item.star) return expandStar(item, select, env);
  const value = analyze(item.value, { ...env, root: item.value });
  return [{ name: item.alias ?? columnNames(item.value)?.at(-1), value, expression: item.value }];
}

function expandStar(item: Extract<SelectItem, { star: true }>, select: Select, env: Env): Output[] {
  const qualifier = item.qualifier && columnNames(item.qualifier);
  if (!select.from) throw new TrinoError('COLUMN_NOT_FOUND', 'SELECT * not allowed in queries without FROM clause', item.at);
  if (item.qualifier && !qualifier) throw notSupported('Taking the fields of a row as columns', item.at);
  const fields = env.scope.fields.filter(field => !field.hidden && (!qualifier || hasQualifier(field, qualifier)));
  if (qualifier && fields.length === 0)
    throw new TrinoError('TABLE_NOT_FOUND', `Unable to resolve reference ${qualifier.join('.')}`, item.at);
  if (item.aliases && item.aliases.length !== fields.length)
    throw new TrinoError(
      'MISMATCHED_COLUMN_ALIASES',
      `Column alias list has ${item.aliases.length} entries but relation has ${fields.length} columns`,
      item.at,
    );
  return fields.map((field, index) => {
    checkSupported(field, item.at);
    const name: Expression = { kind: 'name', name: field.name ?? '', at: item.at, text: field.name ?? '' };
    const key = env.scope.grouping?.key(name, env.scope);
    if (env.scope.grouping && !key)
      throw new TrinoError(
        'EXPRESSION_NOT_AGGREGATE',
        `'${[...field.qualifier.slice(-1), field.name].join('.')}' must be an aggregate expression or appear in GROUP BY clause`,
        item.at,
      );
    return { name: item.aliases?.[index] ?? field.name, value: key ?? { type: field.type, sql: field.sql, fails: false } };
  });
}

/** The SQL of each sort key, and the output column that it is, if it is one. Names mean the select list's first, the rows' columns then. */
function sortKeys(
  select: Select,
  orderBy: readonly SortItem[],
  outputs: readonly Output[],
  env: Env,
): { sql: string; output: number | undefined }[] {
  const fields = outputs.map(({ name, value }): Field => ({ name, type: value.type, sql: value.sql, qualifier: [] }));
  return orderBy.map(item => {
    const scope = { fields, parent: env.scope };
    checkGroupingOfOutput(item.value, fields);
    const value = sortValue(item, fields, { ...env, scope, root: item.value });
    checkOrderable(value, item);
    const sql = sortKey(value, env);
    const output = outputs.findIndex(({ value: column }) => column.sql === sql);
    if (select.distinct && !isOutput(item.value, value.sql, outputs, scope))
      throw new TrinoError('EXPRESSION_NOT_IN_DISTINCT', 'For SELECT DISTINCT, ORDER BY expressions must appear in select list', select.at);
    return { sql, output: output < 0 ? undefined : output };
  });
}

/** In ORDER BY a name of the select list means the list's column, whose grouping Trino does not know. */
function checkGroupingOfOutput(node: unknown, fields: readonly Field[]): void {
  if (typeof node !== 'object' || node === null) return;
  const columns = 'kind' in node && node.kind === 'grouping' && 'columns' in node && Array.isArray(node.columns) ? node.columns : [];
  const isOutputName = (column: Expression) =>
    column.kind === 'name' && fields.some(({ name }) => name?.toLowerCase() === column.name.toLowerCase());
  if (columns.some(isOutputName))
    throw new TrinoError('INVALID_ARGUMENTS', 'Invalid reference to output of SELECT clause from grouping() expression in ORDER BY');
  for (const part of Object.values(node)) checkGroupingOfOutput(part, fields);
}

/**
 * Whether a key of a SELECT DISTINCT is an item of its list: by position, by name, or word for word. A name inside of an expression means
 * the list's column there and the table's in the list, so that only names that the list does not have can make the two the same.
 */
function isOutput(key: Expression, sql: string, outputs: readonly Output[], scope: Scope): boolean {
  const marked: Scope = { ...scope, fields: scope.fields.map((field, index) => ({ ...field, sql: `output ${index}` })) };
  const plain = key.kind === 'number' || columnNames(key)?.length === 1;
  if (plain && outputs.some(({ value }) => value.sql === sql)) return true;
  return outputs.some(({ expression }) => expression && fingerprint(expression, scope.parent ?? scope) === fingerprint(key, marked));
}
