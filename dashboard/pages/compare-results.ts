import { compareDecimals, differenceOf, isDecimal } from '../decimal';
import type { Cell, Result, Row } from '../executions/result';
import { kindsOf } from './table';

/** A row that is in one of two results only, or in both with other values. */
export interface RowChange {
  readonly kind: 'new' | 'gone' | 'changed';
  /** In the order of the newer result's columns. */
  readonly before: Row | null;
  readonly after: Row | null;
  /** Per column, of numbers that differ: newer minus older. */
  readonly differences: readonly (string | null)[];
}

export interface ResultChanges {
  readonly columns: readonly string[];
  readonly changes: readonly RowChange[];
  readonly same: number;
}

/** Two results of one query, row by row. A row is known by its id, else by everything in it that is no number. */
export function compareResults(older: Result, newer: Result): ResultChanges {
  const { columns } = newer;
  const places = columns.map(name => older.columns.indexOf(name));
  const kinds = kindsOf(newer.total > 0 ? newer : older);
  const keys = keyColumnsOf(columns, kinds);
  const numbers = columns.flatMap((_, index) => (kinds[index] === 'number' ? [index] : []));
  const before = new Map(
    keyed(
      older.rows.map(row => places.map(place => row[place] ?? null)),
      keys,
    ),
  );
  let same = 0;
  const changes: RowChange[] = [];
  for (const [key, after] of keyed(newer.rows, keys)) {
    const previous = before.get(key) ?? null;
    before.delete(key);
    if (previous && columns.every((_, index) => isSame(previous[index], after[index]))) same += 1;
    else changes.push({ kind: previous ? 'changed' : 'new', before: previous, after, differences: differences(previous, after) });
  }
  for (const previous of before.values())
    changes.push({ kind: 'gone', before: previous, after: null, differences: differences(previous, null) });
  return { columns, changes: changes.toSorted(byWeight), same };

  function differences(previous: Row | null, after: Row | null): readonly (string | null)[] {
    return columns.map((_, index) => {
      if (!numbers.includes(index)) return null;
      const [from, to] = [previous?.[index] ?? (previous ? '' : '0'), after?.[index] ?? (after ? '' : '0')];
      return isDecimal(from) && isDecimal(to) && compareDecimals(from, to) !== 0 ? differenceOf(to, from) : null;
    });
  }

  /** The largest change first, of the first number that changes. */
  function byWeight(a: RowChange, b: RowChange): number {
    return Math.abs(weightOf(b)) - Math.abs(weightOf(a));
  }

  function weightOf({ differences: all }: RowChange): number {
    return Number(all.find(difference => difference !== null) ?? 0);
  }
}

function isSame(a: Cell | undefined, b: Cell | undefined): boolean {
  if ((a ?? null) === (b ?? null)) return true;
  return a != null && b != null && isDecimal(a) && isDecimal(b) && compareDecimals(a, b) === 0;
}

/** Amounts and averages identify nothing; without any other column the place of the row does. */
function keyColumnsOf(columns: readonly string[], kinds: readonly string[]): readonly number[] {
  const ids = columns.flatMap((name, index) => (/(^|_|order)id$/i.test(name) ? [index] : []));
  return ids.length > 0 ? ids : columns.flatMap((_, index) => (kinds[index] === 'number' ? [] : [index]));
}

/** Rows under their keys; rows with equal keys, an order's variants for example, are told apart by their place among these. */
function keyed(rows: readonly Row[], keys: readonly number[]): readonly (readonly [string, Row])[] {
  const seen = new Map<string, number>();
  return rows.map(row => {
    const key = JSON.stringify(keys.map(index => row[index] ?? null));
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return [`${key} ${count}`, row] as const;
  });
}
