import { averageOf, groupsOf } from '../decimal';
import type { Result } from '../executions/result';

export interface KeyFigure {
  readonly label: string;
  readonly value: string;
  readonly groups: readonly string[];
}

/** Totals over every row of the results below them, exact. A figure whose result is missing or of another shape is left out. */
export function keyFiguresOf(results: ReadonlyMap<string, Result>): readonly KeyFigure[] {
  const sales = results.get('total-sales-by-customer');
  const totalSales = sumOfColumn(sales, 'total_sales');
  const totalOrders = sumOfColumn(results.get('order-status'), 'orders');
  const average = totalSales && totalOrders && /^[1-9]\d*$/.test(totalOrders) ? averageOf(totalSales, BigInt(totalOrders)) : undefined;
  return [
    figure('Total sales', totalSales),
    figure('Orders', totalOrders),
    figure('Average order', average),
    figure('Customers', totalSales && sales && String(sales.total)),
  ].flat();
}

function sumOfColumn(result: Result | undefined, name: string): string | undefined {
  return result?.whole.find(column => column.name === name)?.sum ?? undefined;
}

function figure(label: string, value: string | undefined): readonly KeyFigure[] {
  return value === undefined ? [] : [{ label, value, groups: groupsOf(value) }];
}
