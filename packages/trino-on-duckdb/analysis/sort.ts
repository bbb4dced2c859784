import type { Typed } from '../expressions/typed';
import type { SortItem } from '../syntax/ast';
import { typeMismatch } from '../trino-error';
import { isOrderable, printType } from '../types/type';
import { plainOnly } from '../user-defined-functions/comparisons';
import type { Env } from './env';
import { analyze } from './expression';
import { comparable } from './predicates';

/** One item of an ORDER BY. NULLs are last in Trino, whichever the direction, unless it says otherwise. */
export function sortSql(item: SortItem, env: Env): string {
  const value = analyze(item.value, env);
  checkOrderable(value, item);
  return sortKey(value, env) + direction(item);
}

/** What DuckDB sorts by. */
export function sortKey(value: Typed, { statement: { udfs } }: Env): string {
  return value.type.of ? udfs.sql(plainOnly(value.type), [value.sql]) : comparable(value);
}

export function direction({ descending, nullsFirst }: SortItem): string {
  return `${descending ? ' DESC' : ' ASC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`;
}

export function checkOrderable({ type }: Typed, { value }: SortItem): void {
  if (!isOrderable(type))
    throw typeMismatch(`Type ${printType(type)} is not orderable, and therefore cannot be used in ORDER BY: ${value.text}`, value.at);
}
