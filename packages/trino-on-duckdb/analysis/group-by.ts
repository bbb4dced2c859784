import type { Typed } from '../expressions/typed';
import type { Expression, GroupingElement, Select } from '../syntax/ast';
import { notSupported, TrinoError } from '../trino-error';
import { checkScalar } from './aggregate-call';
import { isCorrelated, uncorrelatable } from './correlation';
import type { Env } from './env';
import { analyze } from './expression';
import { columnNames, Grouping } from './grouping';
import { type GroupKey, withoutLoneRows } from './lone-rows';
import { groupable } from './predicates';

interface Groups {
  readonly grouping: Grouping;
  /** Whether it groups by anything, and not all rows as one. */
  hasKeys(): boolean;
  /**
   * The layer that groups `rows` (`FROM … WHERE …`): to be asked last, when all aggregates are known. `isStage`: they can be made before the
   * statement runs.
   */
  sql(rows: string, isStage: boolean): string;
}

/** GROUP BY: the keys as columns, then the aggregates. Without GROUP BY all rows are one group. */
export function analyzeGroups(select: Select, source: Env): Groups {
  const grouping = new Grouping(source);
  const elements = (select.groupBy?.elements ?? []).map(element => ({
    ...element,
    sets: element.sets.map(set => set.map(key => keyExpression(key, element, select))),
  }));
  /** By the SQL of what is grouped by. */
  const keys = new Map<string, GroupKey>();
  const columnOf = (expression: Expression): string => {
    checkScalar(expression, 'GROUP BY clause');
    const value = analyze(expression, { ...source, root: expression });
    if (isCorrelated(value.sql, source.scope.parent)) throw uncorrelatable(expression.at);
    const key = keys.get(value.sql) ?? {
      column: source.statement.unique('g'),
      sql: groupable(value, source).sql,
      name: columnNames(expression)?.at(-1)?.toLowerCase(),
    };
    keys.set(value.sql, key);
    const { column } = key;
    grouping.addKey(expression, keyOf(value, column));
    return column;
  };
  const sets = crossProduct(elements.map(element => expand({ ...element, columns: element.sets.map(set => set.map(columnOf)) })));
  const unique = select.groupBy?.distinct ? distinctSets(sets) : sets;
  return {
    grouping,
    hasKeys: () => keys.size > 0,
    sql(rows, isStage) {
      const made = [...keys.values()].map(({ sql, column }) => `${sql} AS ${column}`);
      const columns = [
        ...[...keys.values()].map(({ column }) => column),
        ...[...grouping.aggregates].map(([sql, column]) => `${sql} AS ${column}`),
      ];
      const base = `SELECT ${[...(rows.startsWith(' FROM') ? ['*'] : ['1 AS one']), ...made].join(', ')}${rows}`;
      const groupBy = select.groupBy ? ` GROUP BY ${groupingSets(unique)}` : '';
      const [only] = unique;
      const isPlain = isStage && unique.length === 1 && only?.length === keys.size;
      const apart =
        isPlain &&
        withoutLoneRows({ rows, fields: source.scope.fields, keys: [...keys.values()], aggregates: grouping.aggregates }, source.statement);
      if (apart) return apart;
      return `SELECT ${columns.length > 0 ? columns.join(', ') : 'count(*) AS one'} FROM (${base})${groupBy}`;
    },
  };
}

function keyOf({ type }: Typed, column: string): Typed {
  return { type, sql: column, fails: false };
}

/** Grouping sets are of columns; only plain GROUP BY takes expressions and positions. */
function keyExpression(key: Expression, { kind }: GroupingElement, select: Select): Expression {
  if (kind === 'simple') return dereference(key, select);
  if (columnNames(key)) return key;
  throw new TrinoError('INVALID_COLUMN_REFERENCE', `GROUP BY expression must be a column reference: ${key.text}`, key.at);
}

/** `GROUP BY 2` is the second item of the select list. */
function dereference(key: Expression, { items }: Select): Expression {
  if (key.kind !== 'number' || key.form !== 'integer') return key;
  if (items.some(item => item.star)) throw notSupported('GROUP BY a position beside *', key.at);
  const item = items[Number(key.value) - 1];
  if (!item || item.star) throw new TrinoError('INVALID_COLUMN_REFERENCE', `GROUP BY position ${key.value} is not in select list`, key.at);
  return item.value;
}

type Sets = readonly (readonly string[])[];

/** The grouping sets that one element of GROUP BY stands for. */
function expand({ kind, columns }: Pick<GroupingElement, 'kind'> & { columns: Sets }): Sets {
  switch (kind) {
    case 'rollup':
      return Array.from({ length: columns.length + 1 }, (_, left) => columns.slice(0, columns.length - left).flat());
    case 'cube':
      return columns.reduceRight<string[][]>((sets, set) => sets.map(rest => [...set, ...rest]).concat(sets), [[]]);
    default:
      return columns;
  }
}

/** Several elements side by side: every combination. */
function crossProduct(elements: readonly Sets[]): Sets {
  return elements.reduce<Sets>((sets, element) => sets.flatMap(set => element.map(more => [...set, ...more])), [[]]);
}

function distinctSets(sets: Sets): Sets {
  return [...new Map(sets.map(set => [[...new Set(set)].sort().join(), set])).values()];
}

function groupingSets(sets: Sets): string {
  const [only] = sets;
  const list = (set: readonly string[]) => [...new Set(set)].join(', ');
  if (only && sets.length === 1 && only.length > 0) return list(only);
  return `GROUPING SETS (${sets.map(set => `(${list(set)})`).join(', ')})`;
}
