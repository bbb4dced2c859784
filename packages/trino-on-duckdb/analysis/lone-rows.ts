import type { Query } from '../syntax/ast';
import { isFloating } from '../types/type';
import type { StatementContext } from './env';
import { columnNames } from './grouping';
import { OF_ONE_ROW } from './partition-groups';
import type { Field } from './scope';

export interface GroupKey {
  readonly column: string;
  readonly sql: string;
  /** The name of the column that it is, if it is one. */
  readonly name: string | undefined;
}

interface Grouped {
  /** `FROM … WHERE …` */
  readonly rows: string;
  readonly fields: readonly Field[];
  readonly keys: readonly GroupKey[];
  /** The aggregates' SQL, and the column that each is. */
  readonly aggregates: ReadonlyMap<string, string>;
}

/**
 * GROUP BY for rows of which most are alone in their group, as orders are by their id: these stream by as they are, and only the others are
 * held in memory and grouped. Which rows may have company is found by a hash of the keys that later windows partition by, so that those
 * windows need not look again. The rows have to be made of stages alone. Gives the SQL of the keys and aggregates; undefined where another way is better.
 */
export function withoutLoneRows({ rows, fields, keys, aggregates }: Grouped, statement: StatementContext): string | undefined {
  const { stages, unique, partitionedBy } = statement;
  const telling = keys.filter(({ name, sql }) => name !== undefined && partitionedBy.has(name) && isColumn(sql));
  const lone = [...aggregates].map(([aggregate, column]) => ({ value: ofOneRow(aggregate, fields), column }));
  if (telling.length === 0 || lone.some(({ value }) => value === undefined)) return undefined;
  // What is joined to the rows is small beside them.
  const [, ...joined] = rows.split(' JOIN ');
  stages.settle(joined.join(' '));
  const [all, repeated, hash, grouped] = [unique('m'), unique('m'), unique('k'), unique('m')];
  const hashed = `hash(${telling.map(({ sql }) => sql).join(', ')})`;
  stages.addRows(all, `SELECT *${rows}`);
  stages.addTable(repeated, `SELECT ${hash} FROM (SELECT ${hashed} AS ${hash} FROM ${all}) GROUP BY ${hash} HAVING count(*) > 1`);
  const made = keys.map(({ sql, column }) => `${sql} AS ${column}`).join(', ');
  const computed = [...aggregates].map(([sql, column]) => `${sql} AS ${column}`);
  const columns = keys.map(({ column }) => column).join(', ');
  const others = `SELECT *, ${made} FROM ${all} SEMI JOIN ${repeated} ON ${hash} = ${hashed}`;
  stages.addTable(grouped, `SELECT ${[columns, ...computed].join(', ')} FROM (${others}) GROUP BY ${columns}`);
  stages.addRepeated({ table: repeated, column: hash, of: telling.map(({ column }) => column) });
  const alone = [made, ...lone.map(({ value, column }) => `${value} AS ${column}`)].join(', ');
  return `SELECT ${alone} FROM ${all} ANTI JOIN ${repeated} ON ${hash} = ${hashed} UNION ALL SELECT * FROM ${grouped}`;
}

function isColumn(sql: string): boolean {
  return /^[a-z]\d+$/.test(sql);
}

/** Only of a plain column, or of all rows: no DISTINCT, no FILTER. A sum of floating numbers has no -0. */
function ofOneRow(aggregate: string, fields: readonly Field[]): string | undefined {
  const [, name = '', given = ''] = /^(\w+)\((\*|[a-z]\d+)\)$/.exec(aggregate) ?? [];
  const field = fields.find(({ sql }) => sql === given);
  return given === '*' || (field && !isFloating(field.type)) ? OF_ONE_ROW[name]?.(given) : undefined;
}

/** The columns that most windows of the statement partition by, in lower case. It is a guess about names, by which nothing but time changes. */
export function mostPartitionedBy(query: Query): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('partitionBy' in node && Array.isArray(node.partitionBy))
      for (const key of node.partitionBy) {
        const name = columnNames(key)?.at(-1)?.toLowerCase();
        if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    for (const part of Object.values(node)) walk(part);
  };
  walk(query);
  const most = Math.max(0, ...counts.values());
  return new Set([...counts].filter(([, count]) => count === most).map(([name]) => name));
}
