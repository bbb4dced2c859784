import { coerce } from '../expressions/coerce';
import type { Relation } from '../syntax/ast';
import { invalidArgument, notSupported, TrinoError, typeMismatch } from '../trino-error';
import { commonType } from '../types/coercion';
import { BIGINT, isNumeric, printType, type Type, UNKNOWN } from '../types/type';
import { checkScalar } from './aggregate-call';
import { isCorrelated, isUnnest, uncorrelatable } from './correlation';
import type { Env, NamedView } from './env';
import { analyze } from './expression';
import { analyzeCondition } from './predicates';
import { analyzeQuery } from './query';
import { type Field, findField, type Scope } from './scope';

/** A relation as the FROM clause that makes it (with its ` FROM `, or nothing) and the columns that it has. */
interface AnalyzedRelation {
  readonly sql: string;
  readonly fields: readonly Field[];
}

export const NO_RELATION: AnalyzedRelation = { sql: '', fields: [] };

export function analyzeRelation(relation: Relation, env: Env): AnalyzedRelation {
  const { sql, fields } = analyzeSource(relation, env);
  return { sql: ` FROM ${sql}`, fields };
}

/** `sql` is what may stand in FROM. Every column in it has a name that nothing else in the statement has. */
function analyzeSource(relation: Relation, env: Env): AnalyzedRelation {
  switch (relation.kind) {
    case 'table':
      return analyzeTable(relation, env);
    case 'query': {
      const { sql, fields } = analyzeQuery(relation.query, env);
      return { sql: `(${sql}) AS ${env.statement.unique('t')}`, fields };
    }
    case 'unnest':
      return analyzeUnnest(relation, env);
    case 'sampled':
      return analyzeSample(relation, env);
    case 'aliased':
      return analyzeAlias(relation, env);
    case 'join':
      return relation.using ? joinUsing(relation, env) : join(relation, env);
  }
}

function analyzeTable({ name, at }: Extract<Relation, { kind: 'table' }>, env: Env): AnalyzedRelation {
  const { unique } = env.statement;
  const named = name.length === 1 ? env.named.get(name[0]?.toLowerCase() ?? '') : undefined;
  const alias = unique('t');
  if (named) {
    const fields = named.fields.map((field): Field => ({ ...field, sql: unique('c'), qualifier: name }));
    const columns = named.fields.map((field, index) => `${field.sql} AS ${fields[index]?.sql}`);
    for (const [index, field] of named.fields.entries()) env.statement.stages.sameAs(fields[index]?.sql ?? '', field.sql);
    return { sql: `(SELECT ${columns.join(', ')} FROM ${named.sqlName}) AS ${alias}`, fields };
  }
  const view = env.statement.view(name);
  if (view) return analyzeView(name, at, view, env);
  const table = env.statement.table(name, at);
  const fields = table.columns.map(
    ({ name: column, type, hidden, partition, refused }): Field => ({
      name: column,
      type,
      hidden: hidden ?? false,
      sql: unique('c'),
      qualifier: name,
      refused,
      partition: table.partitions && partition !== undefined ? { filter: table.partitions, column: partition } : undefined,
    }),
  );
  const columns = table.columns.map((column, index) => `${column.sql} AS ${fields[index]?.sql}`);
  return { sql: `(SELECT ${columns.join(', ')} FROM ${table.sqlName}) AS ${alias}`, fields };
}

function analyzeView(name: readonly string[], at: Relation['at'], { statement, query, columns }: NamedView, env: Env): AnalyzedRelation {
  const analyzed = analyzeQuery(query, { statement, scope: { fields: [] }, named: new Map(), windows: new Map() });
  if (analyzed.fields.length !== columns.length)
    throw new TrinoError('VIEW_IS_STALE', `View '${name.join('.')}' is stale or in invalid state: it has other columns than its query`, at);
  const fields = analyzed.fields.map(
    (field, index): Field => ({ name: columns[index], type: field.type, sql: field.sql, qualifier: name }),
  );
  return { sql: `(${analyzed.sql}) AS ${env.statement.unique('t')}`, fields };
}

/** A list that becomes a column. */
interface Unnested {
  readonly name?: string | undefined;
  readonly type: Type;
  readonly sql: string;
}

function analyzeUnnest({ items, ordinality }: Extract<Relation, { kind: 'unnest' }>, env: Env): AnalyzedRelation {
  const { unique } = env.statement;
  const lists: readonly Unnested[] = items.flatMap((item): readonly Unnested[] => {
    checkScalar(item, 'UNNEST');
    const { type, sql } = analyze(item, env);
    const [first = UNKNOWN, second = UNKNOWN] = type.of ?? [];
    if (type.name === 'map')
      return [
        { type: first, sql: `map_keys(${sql})` },
        { type: second, sql: `map_values(${sql})` },
      ];
    if (type.name !== 'array') throw invalidArgument(`Cannot unnest type: ${printType(type)}`, item.at);
    if (first.name !== 'row') return [{ type: first, sql }];
    return (first.of ?? []).map((field, index) => ({
      name: first.fieldNames?.[index],
      type: field,
      sql: `list_transform(${sql}, lambda element: struct_extract(element, 'f${index}'))`,
    }));
  });
  const count = `greatest(${lists.map(list => `coalesce(len(${list.sql}), 0)`).join(', ')})`;
  const all: readonly Unnested[] = [...lists, ...(ordinality ? [{ type: BIGINT, sql: `range(1, ${count} + 1)` }] : [])];
  const fields = all.map(({ name, type }): Field => ({ name, type, sql: unique('c'), qualifier: [] }));
  const columns = all.map(({ sql }, index) => `unnest(${sql}) AS ${fields[index]?.sql}`);
  return { sql: `(SELECT ${columns.join(', ')}) AS ${unique('t')}`, fields };
}

/** All rows or none: a sample that differs from one execution to the next could not be compared. */
function analyzeSample({ relation, percentage, at }: Extract<Relation, { kind: 'sampled' }>, env: Env): AnalyzedRelation {
  const { sql, fields } = analyzeSource(relation, env);
  const { literal, type } = analyze(percentage, env);
  if (!isNumeric(type)) throw typeMismatch(`Sample percentage should be a numeric expression: ${printType(type)}`, percentage.at);
  const share = Number(literal);
  if (share < 0 || share > 100)
    throw new TrinoError('NUMERIC_VALUE_OUT_OF_RANGE', 'Sample percentage must be between 0 and 100', percentage.at);
  if (share !== 0 && share !== 100) throw notSupported('A sample of other than 0 or 100 percent', at);
  return share === 100 ? { sql, fields } : { sql: `(SELECT * FROM ${sql} WHERE false) AS ${env.statement.unique('t')}`, fields };
}

function analyzeAlias({ relation, alias, columns, at }: Extract<Relation, { kind: 'aliased' }>, env: Env): AnalyzedRelation {
  const { sql, fields } = analyzeSource(relation, env);
  const visible = columns ? fields.filter(field => !field.hidden) : fields;
  if (columns && columns.length !== visible.length)
    throw new TrinoError(
      'MISMATCHED_COLUMN_ALIASES',
      `Column alias list has ${columns.length} entries but '${alias}' has ${visible.length} columns available`,
      at,
    );
  return { sql, fields: visible.map((field, index) => ({ ...field, name: columns?.[index] ?? field.name, qualifier: [alias] })) };
}

type Join = Extract<Relation, { kind: 'join' }>;

function sides({ left, right, at }: Join, env: Env) {
  const a = analyzeSource(left, env);
  const lateral = isLateral(right);
  const b = analyzeSource(right, lateral ? { ...env, scope: { fields: a.fields, parent: env.scope, outside: true } } : env);
  if (isUnnest(right) && isCorrelated(b.sql, env.scope)) throw uncorrelatable(at);
  return { a, b, lateral, fields: [...a.fields, ...b.fields] };
}

/** Whether the right side of a join sees the columns of the left. */
function isLateral(relation: Relation): boolean {
  if (relation.kind === 'aliased') return isLateral(relation.relation);
  return relation.kind === 'unnest' || (relation.kind === 'query' && relation.lateral);
}

function join(relation: Join, env: Env): AnalyzedRelation {
  const { type, on, at } = relation;
  const { a, b, lateral, fields } = sides(relation, env);
  if (lateral && type !== 'CROSS') {
    const always = on?.kind === 'boolean' && on.value;
    if (type === 'RIGHT' || type === 'FULL')
      throw new TrinoError('NOT_SUPPORTED', `${type} JOIN involving UNNEST or LATERAL is only supported with condition ON TRUE`, at);
    if (!always && relation.right.kind !== 'query')
      throw new TrinoError('NOT_SUPPORTED', `${type} JOIN involving UNNEST is only supported with condition ON TRUE`, on?.at);
  }
  const right = lateral ? `LATERAL ${b.sql}` : b.sql;
  if (!on) return { sql: `(${a.sql} CROSS JOIN ${right})`, fields };
  checkScalar(on, 'JOIN clause');
  const scope: Scope = { fields, parent: env.scope };
  const condition = analyzeCondition(
    on,
    { ...env, scope, root: on },
    found => `JOIN ON clause must evaluate to a boolean: actual type ${found}`,
  );
  if (type !== 'INNER' && isCorrelated(condition.sql, env.scope)) throw uncorrelatable(on.at);
  return { sql: `(${a.sql} ${type} JOIN ${right} ON ${condition.sql})`, fields };
}

/** The columns of USING come first, once, and belong to neither side any more. */
function joinUsing(relation: Join, env: Env): AnalyzedRelation {
  const { a, b } = sides(relation, env);
  const { udfs } = env.statement;
  const used: Field[] = [];
  const merged = (relation.using ?? []).map(({ name, at }) => {
    const [left, right] = [a, b].map(({ fields }, index) => {
      const found = findField({ fields }, [name], at);
      if (!found)
        throw new TrinoError('COLUMN_NOT_FOUND', `Column '${name}' is missing from ${index === 0 ? 'left' : 'right'} side of join`, at);
      used.push(found.field);
      return { ...found.field, fails: false };
    });
    const common = left && right && commonType(left.type, right.type);
    if (!left || !right || !common) throw typeMismatch(`Column types of left and right side of JOIN are not compatible: ${name}`, at);
    const [x, y] = [coerce(left, common, udfs).sql, coerce(right, common, udfs).sql];
    const sql = relation.type === 'FULL' ? `coalesce(${x}, ${y})` : relation.type === 'RIGHT' ? y : x;
    return { condition: `${x} = ${y}`, field: { name: left.name, type: common, sql, qualifier: [] } };
  });
  const rest = [...a.fields, ...b.fields].filter(field => !used.includes(field));
  const on = merged.map(({ condition }) => condition).join(' AND ');
  return { sql: `(${a.sql} ${relation.type} JOIN ${b.sql} ON ${on})`, fields: [...merged.map(({ field }) => field), ...rest] };
}
