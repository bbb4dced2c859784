import { compareDecimals, createSum, isDecimal } from '../decimal';
import type { Cell } from './result';

export type ColumnKind = 'number' | 'text';

/** What is known of a column after every row of the result was read. */
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The exact sum; null where a cell is NULL or no number. */
  readonly sum: string | null;
  /** The smallest and the largest number; null where there is none. */
  readonly least: string | null;
  readonly greatest: string | null;
}

/** Collects what is known of a column, cell by cell, in constant memory. */
export function createColumn(name: string): { add(cell: Cell): void; column(): Column } {
  const sum = createSum();
  let numbers = 0;
  let nulls = 0;
  let others = 0;
  let least: string | null = null;
  let greatest: string | null = null;
  return {
    add(cell) {
      if (cell === null) nulls += 1;
      else if (!isDecimal(cell)) others += 1;
      else {
        numbers += 1;
        sum.add(cell);
        if (least === null || compareDecimals(cell, least) < 0) least = cell;
        if (greatest === null || compareDecimals(cell, greatest) > 0) greatest = cell;
      }
    },
    column() {
      const kind = numbers > 0 && others === 0 && !isIdentifier(name) ? 'number' : 'text';
      return { name, kind, sum: nulls + others === 0 ? sum.total() : null, least, greatest };
    },
  };
}

/** An identifier (`order_id`, `year`) is text, even if it has only digits. */
function isIdentifier(name: string): boolean {
  return /(^|_|order|customer)(id|year)$/i.test(name);
}
