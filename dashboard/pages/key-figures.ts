import type { Result } from '../executions/result';
import { averageOf, groupsOf, isDecimal, sumOf } from './decimal';

export interface KeyFigure {
  readonly label: string;
  readonly value: string;
  readonly groups: readonly string[];
}

/** Totals that follow exactly from the rows of the answers below them. A figure whose answer is missing, cut or of another shape is left out. */
export function keyFiguresOf(results: ReadonlyMap<string, Result>): readonly KeyFigure[] {
  const customers = columnOf(results.get('total-sales-by-customer'), 'total_sales');
  const orders = columnOf(results.get('order-status'), 'orders');
  const totalSales = customers && sumOf(customers);
  const totalOrders = orders && sumOf(orders);
  const average = totalSales && totalOrders && /^[1-9]\d*$/.test(totalOrders) ? averageOf(totalSales, BigInt(totalOrders)) : undefined;
  return [
    figure('Total sales', totalSales),
    figure('Orders', totalOrders),
    figure('Average order', average),
    figure('Customers', customers && String(customers.length)),
  ].flat();
}

function columnOf(result: Result | undefined, column: string): readonly string[] | undefined {
  const index = result?.columns.indexOf(column) ?? -1;
  if (!result || result.cut || index === -1) return undefined;
  const values = result.rows.map(row => row[index] ?? '');
  return values.every(isDecimal) ? values : undefined;
}

function figure(label: string, value: string | undefined): readonly KeyFigure[] {
  return value === undefined ? [] : [{ label, value, groups: groupsOf(value) }];
}
