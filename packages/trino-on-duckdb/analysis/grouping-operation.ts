import type { Typed } from '../expressions/typed';
import type { Expression } from '../syntax/ast';
import { notSupported, TrinoError } from '../trino-error';
import { INTEGER } from '../types/type';
import type { Env } from './env';

/** GROUPING(a, b): a bit per column, 1 where the row's grouping set leaves it out. */
export function analyzeGroupingOperation({ columns, at }: Extract<Expression, { kind: 'grouping' }>, env: Env): Typed {
  const { grouping } = env;
  if (!grouping)
    throw new TrinoError(
      'MISSING_GROUP_BY',
      'A GROUPING() operation can only be used with a corresponding GROUPING SET/CUBE/ROLLUP/GROUP BY clause',
      at,
    );
  if (columns.length === 0 || columns.length > 31) throw notSupported(`GROUPING of ${columns.length} columns`, at);
  const keys = columns.map(column => {
    const key = grouping.key(column, grouping.source.scope);
    if (key) return key.sql;
    throw new TrinoError(
      'INVALID_ARGUMENTS',
      `The arguments to GROUPING() must be expressions referenced by the GROUP BY at the associated query level. Mismatch due to ${column.text}.`,
      at,
    );
  });
  return { type: INTEGER, sql: `CAST(${grouping.aggregate(`grouping(${keys.join(', ')})`)} AS INTEGER)`, fails: false };
}
