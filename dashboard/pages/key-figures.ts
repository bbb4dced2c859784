import { averageOf, differenceOf, isDecimal } from '../decimal';
import type { Result } from '../executions/result';
import { changeOf, countOf, moneyOf, monthOf, numberOf, type Shown } from './format';
import { EVERYONE, type Viewer } from './viewer';

/** The totals over every row of one execution's results, exact. A figure whose result is missing or of another shape is undefined. */
export interface Totals {
  readonly sales: string | undefined;
  readonly orders: string | undefined;
  readonly average: string | undefined;
  readonly customers: string | undefined;
}

export interface KeyFigure {
  readonly label: string;
  /** A number with its plain value, or a name. */
  readonly shown: Shown;
  readonly isName: boolean;
  /** Long numbers are set smaller: they never break. */
  readonly size: FigureSize;
  readonly change: Change | null;
  /** A path in a box of 100 by 24: how it went from month to month. */
  readonly trend: string | null;
  readonly note: string | null;
}

/** Against the previous answers. */
export interface Change {
  readonly text: string;
  readonly tone: 'up' | 'down' | 'same';
  /** What it was. */
  readonly before: string;
}

export type FigureSize = 'normal' | 'long' | 'longest' | 'huge';

export interface KeyFiguresOptions {
  readonly previous?: Totals | null;
  readonly currency?: string | null;
  readonly viewer?: Viewer;
}

type Results = ReadonlyMap<string, Result>;

/** Totals that follow exactly from the rows of the answers below them. */
export function totalsOf(results: Results): Totals {
  const customers = results.get('total-sales-by-customer');
  const orders = sumIn(results.get('order-status'), 'orders');
  const sales = sumIn(customers, 'total_sales');
  return {
    sales,
    orders,
    average: sales && orders && /^[1-9]\d*$/.test(orders) ? averageOf(sales, BigInt(orders)) : undefined,
    customers: sales && customers && String(customers.total),
  };
}

export function keyFiguresOf(
  results: Results,
  { previous = null, currency = null, viewer = EVERYONE }: KeyFiguresOptions = {},
): readonly KeyFigure[] {
  const { sales, orders, average, customers } = totalsOf(results);
  const months = results.get('monthly-order-volume-and-revenue');
  const [revenues, volumes] = [columnOf(months, 'revenue'), columnOf(months, 'orders')];
  const averages = revenues && volumes ? revenues.map((revenue, index) => Number(revenue) / (Number(volumes[index]) || 1)) : undefined;
  const money = (decimal: string) => moneyOf(decimal, { currency }, viewer);
  const count = (decimal: string) => numberOf(decimal, viewer);
  const figure = (
    label: string,
    value: string | undefined,
    show: (decimal: string) => Shown,
    before?: string,
    trend?: readonly number[],
  ) =>
    value === undefined
      ? []
      : [
          {
            label,
            shown: show(value),
            isName: false,
            size: sizeOf(show(value).text),
            change: changeFrom(before, value, show, viewer),
            trend: trendOf(trend),
            note: null,
          },
        ];
  return [
    ...figure('Total sales', sales, money, previous?.sales, revenues?.map(Number)),
    ...figure('Orders', orders, count, previous?.orders, volumes?.map(Number)),
    ...figure('Average order', average, money, previous?.average, averages),
    ...figure('Customers', customers, count, previous?.customers),
    ...bestMonth(months, money, viewer),
    ...bestCustomer(results.get('total-sales-by-customer'), money),
  ];
}

/** By what fits beside five others at 1280 pixels. */
export function sizeOf({ length }: string): FigureSize {
  return length > 22 ? 'huge' : length > 18 ? 'longest' : length > 12 ? 'long' : 'normal';
}

/** A change in words: `12% more`; in numbers where a share would say nothing. */
export function changeFrom(before: string | undefined, now: string, show: (decimal: string) => Shown, viewer: Viewer): Change | null {
  if (before === undefined) return null;
  const difference = differenceOf(now, before);
  const size = Number(difference);
  const was = `was ${show(before).text}`;
  if (size === 0) return { text: 'as before', tone: 'same', before: was };
  const more = size > 0 ? 'more' : 'less';
  const base = Number(before);
  const share = base > 0 && Number(now) >= 0 ? size / base : undefined;
  const text =
    share === undefined
      ? `${show(difference.replace('-', '')).text} ${more}`
      : share > 20
        ? `${countOf(Math.round(share + 1), viewer)} times as much`
        : `${changeOf(share, viewer)} ${more}`;
  return { text, tone: size > 0 ? 'up' : 'down', before: was };
}

function bestMonth(months: Result | undefined, money: (decimal: string) => Shown, viewer: Viewer): readonly KeyFigure[] {
  const best = bestOf(months, 'order_month', 'revenue');
  if (!best) return [];
  return [name('Best month', { value: best.label, text: monthOf(best.label, viewer, 'long') }, money(best.value).text)];
}

function bestCustomer(customers: Result | undefined, money: (decimal: string) => Shown): readonly KeyFigure[] {
  const best = bestOf(customers, 'customer', 'total_sales');
  return best ? [name('Best customer', { value: best.label, text: best.label || '(empty)' }, money(best.value).text)] : [];
}

function name(label: string, shown: Shown, note: string): KeyFigure {
  return { label, shown, isName: true, size: 'normal', change: null, trend: null, note };
}

/** The first of the rows with the largest number. Of a long result only the beginning is held; it may not be in it. */
function bestOf(
  result: Result | undefined,
  labels: string,
  column: string,
): { readonly label: string; readonly value: string } | undefined {
  const whole = result?.whole.find(({ name }) => name === column);
  const [labelAt, valueAt] = [labels, column].map(name => result?.columns.indexOf(name) ?? -1);
  if (!result || whole?.sum == null || whole.greatest === null || result.total < 2 || labelAt === undefined || labelAt === -1)
    return undefined;
  const best = result.rows.find(row => row[valueAt ?? -1] === whole.greatest);
  return best && { label: best[labelAt] ?? '', value: whole.greatest };
}

function columnOf(result: Result | undefined, column: string): readonly string[] | undefined {
  const index = result?.columns.indexOf(column) ?? -1;
  if (!result || result.cut || index === -1) return undefined;
  const values = result.rows.map(row => row[index] ?? '');
  return values.every(isDecimal) ? values : undefined;
}

function sumIn(result: Result | undefined, column: string): string | undefined {
  return result?.whole.find(({ name }) => name === column)?.sum ?? undefined;
}

const HEIGHT = 24;

/** The last two years at most. One month is no trend. */
export function trendOf(numbers: readonly number[] | undefined): string | null {
  const shown = numbers?.slice(-24) ?? [];
  if (shown.length < 3) return null;
  const low = Math.min(0, ...shown);
  const span = Math.max(0, ...shown) - low;
  if (span === 0 || !Number.isFinite(span)) return null;
  return shown
    .map((number, index) => {
      const [x, y] = [(100 * index) / (shown.length - 1), HEIGHT - 1 - ((HEIGHT - 2) * (number - low)) / span];
      return `${index === 0 ? 'M' : 'L'}${Number(x.toFixed(1))} ${Number(y.toFixed(1))}`;
    })
    .join(' ');
}
