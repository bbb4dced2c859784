import type { Chart } from '../../queries/header';
import { plainOf } from '../decimal';
import type { Result } from '../executions/result';

/** A row as a drawing sees it: a name or a date, and a decimal number in print. */
export interface Point {
  readonly label: string;
  readonly value: string;
}

/** The points of a result; rows without a number are left out. */
export function pointsOf({ columns, rows }: Result, chart: Chart): readonly Point[] {
  const [labelAt, valueAt] = [columns.indexOf(chart.label), columns.indexOf(chart.value)];
  if (labelAt === -1 || valueAt === -1) return [];
  return rows.flatMap(row => {
    const value = plainOf(row[valueAt] ?? '');
    return value === undefined ? [] : [{ label: row[labelAt] ?? 'none', value }];
  });
}

/** A length or a position, to a hundredth of its unit. */
export function fixed(number: number): string {
  return String(Number(number.toFixed(2)));
}
