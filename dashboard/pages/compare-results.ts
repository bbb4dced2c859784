import { compareDecimals, differenceOf, isDecimal } from '../decimal';
import { createTurn } from '../executions/in-turns';
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

/** Two results of one query, row by row, with turns for others. A row is known by its id, else by everything in it that is no number. */
export async function compareResults(older: Result, newer: Result): Promise<ResultChanges> {
  const turn = createTurn();
  const { columns } = newer;
  const places = columns.map(name => older.columns.indexOf(name));
  const kinds = kindsOf(newer.total > 0 ? newer : older);
  const keys = keyColumnsOf(columns, kinds);
  const areNumbers = kinds.map(kind => kind === 'number');
  const before = new Map<string, Row>();
  const olderKey = createKeys(keys);
  for (const row of older.rows) {
    const placed = places.map(place => row[place] ?? null);
    before.set(olderKey(placed), placed);
    if (turn.isOver()) await turn.next();
  }
  let same = 0;
  const changes: RowChange[] = [];
  const newerKey = createKeys(keys);
  for (const after of newer.rows) {
    if (turn.isOver()) await turn.next();
    const key = newerKey(after);
    const previous = before.get(key) ?? null;
    before.delete(key);
    if (previous && columns.every((_, index) => isSame(previous[index], after[index]))) same += 1;
    else changes.push({ kind: previous ? 'changed' : 'new', before: previous, after, differences: differences(previous, after) });
  }
  for (const previous of before.values()) {
    changes.push({ kind: 'gone', before: previous, after: null, differences: differences(previous, null) });
    if (turn.isOver()) await turn.next();
  }
  await turn.next();
  return { columns, changes: byWeight(changes), same };

  function differences(previous: Row | null, after: Row | null): readonly (string | null)[] {
    return columns.map((_, index) => {
      if (!areNumbers[index]) return null;
      const [from, to] = [previous?.[index] ?? (previous ? '' : '0'), after?.[index] ?? (after ? '' : '0')];
      return isDecimal(from) && isDecimal(to) && compareDecimals(from, to) !== 0 ? differenceOf(to, from) : null;
    });
  }
}

/** The largest change first, of the first number that changes. */
function byWeight(changes: readonly RowChange[]): readonly RowChange[] {
  const weighed = changes.map(change => ({ change, weight: weightOf(change) }));
  return weighed.sort((a, b) => b.weight - a.weight).map(({ change }) => change);
}

function weightOf({ differences }: RowChange): number {
  return Math.abs(Number(differences.find(difference => difference !== null) ?? 0));
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

/** Gives each row its key; rows with equal keys, an order's variants for example, are distinguished by their place among these. */
function createKeys(columns: readonly number[]): (row: Row) => string {
  const seen = new Map<string, number>();
  return row => {
    const key = JSON.stringify(columns.map(index => row[index] ?? null));
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return `${key} ${count}`;
  };
}
