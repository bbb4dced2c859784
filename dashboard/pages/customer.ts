import { compareDecimals, differenceOf, sumOf } from '../decimal';
import type { Execution } from '../executions/execution';
import type { Result } from '../executions/result';
import { countOf, dayOf, type Moment, moneyOf, monthOf, type Shown, shareOf, shortMomentOf } from './format';
import { pathOf, subjectOf } from './run-summary';
import { type Bar, barScale, type Table, tableOf } from './table';
import { EVERYONE, type Viewer } from './viewer';

/** What the results hold of one customer. */
export interface CustomerPage {
  readonly name: string;
  readonly isKnown: boolean;
  readonly asOf: string;
  readonly facts: readonly { readonly label: string; readonly shown: Shown; readonly note: string | null }[];
  /** Rows of other results that name the customer, an order each for example. */
  readonly tables: readonly { readonly id: string; readonly title: string; readonly table: Table }[];
  /** The orders among them by month; empty where none has a day. */
  readonly months: readonly { readonly month: Shown; readonly orders: string; readonly amount: Shown; readonly bar: Bar | null }[];
  /** How the total changed from execution to execution, the newest first. */
  readonly history: readonly HistoryRow[];
}

export interface HistoryRow {
  readonly upload: string;
  readonly path: string;
  readonly at: Moment;
  readonly total: Shown | null;
  readonly difference: (Shown & { readonly tone: 'up' | 'down' }) | null;
}

export interface CustomerData {
  readonly name: string;
  readonly run: Execution;
  /** Whole ones, by query id. */
  readonly results: ReadonlyMap<string, Result>;
  /** The customer's total in the newest executions, the newest first. */
  readonly totals: readonly { readonly run: Execution; readonly total: string | null }[];
  readonly titles: ReadonlyMap<string, string>;
  readonly currency: string | null;
  readonly viewer?: Viewer;
}

const TOTALS = 'total-sales-by-customer';
const AVERAGES = 'average-order-value-per-customer';

export function customerPage({ name, run, results, totals, titles, currency, viewer = EVERYONE }: CustomerData): CustomerPage {
  const money = (decimal: string) => moneyOf(decimal, { currency }, viewer);
  const found = [...results].flatMap(([id, result]) => {
    const rows = rowsOf(result, name);
    return rows.length > 0 ? [{ id, result, rows }] : [];
  });
  return {
    name,
    isKnown: found.length > 0,
    asOf: dayOf(run.manifest?.asOf ?? 'unknown', viewer),
    facts: [...totalFacts(), ...averageFacts()],
    tables: found
      .filter(({ id }) => id !== TOTALS && id !== AVERAGES)
      .map(({ id, result, rows }) => ({ id, title: titles.get(id) ?? id, table: tableOf(result, { rows, viewer }) })),
    months: monthsOf(found, money, viewer),
    history: historyOf(totals, money, viewer),
  };

  function totalFacts(): CustomerPage['facts'] {
    const result = results.get(TOTALS);
    const total = result && cellOf(result, name, 'total_sales');
    const whole = result?.whole.find(column => column.name === 'total_sales');
    if (!result || total == null) return [];
    const at = result.columns.indexOf('total_sales');
    const rank = 1 + result.rows.filter(row => row[at] != null && compareDecimals(row[at], total) > 0).length;
    const hasShare = whole?.sum != null && Number(whole.sum) > 0 && Number(whole.least) >= 0;
    return [
      { label: 'Total sales', shown: money(total), note: null },
      ...(hasShare ? [{ label: 'Share of all sales', shown: shareShown(Number(total) / Number(whole.sum)), note: null }] : []),
      { label: 'Rank', shown: { value: String(rank), text: countOf(rank, viewer) }, note: `of ${countOf(result.total, viewer)}` },
    ];
  }

  function shareShown(share: number): Shown {
    return { value: String(share), text: shareOf(share, viewer) };
  }

  function averageFacts(): CustomerPage['facts'] {
    const result = results.get(AVERAGES);
    const average = result && cellOf(result, name, 'average_order_value');
    return average == null ? [] : [{ label: 'Average order', shown: money(average), note: null }];
  }
}

function rowsOf(result: Result, name: string): Result['rows'] {
  const at = result.columns.indexOf('customer');
  return at === -1 ? [] : result.rows.filter(row => row[at] === name);
}

function cellOf(result: Result, name: string, column: string): string | null {
  return rowsOf(result, name)[0]?.[result.columns.indexOf(column)] ?? null;
}

function monthsOf(
  found: readonly { readonly result: Result; readonly rows: Result['rows'] }[],
  money: (decimal: string) => Shown,
  viewer: Viewer,
): CustomerPage['months'] {
  const byMonth = new Map<string, { orders: number; amount: string }>();
  for (const { result, rows } of found) {
    const [dayAt, amountAt] = [result.columns.indexOf('order_date'), result.columns.indexOf('amount')];
    if (dayAt === -1 || amountAt === -1) continue;
    for (const row of rows) {
      const [day, amount] = [row[dayAt] ?? '', row[amountAt] ?? '0'];
      const month = `${day.slice(0, 7)}-01`;
      const known = byMonth.get(month) ?? { orders: 0, amount: '0' };
      byMonth.set(month, { orders: known.orders + 1, amount: sumOf([known.amount, amount]) });
    }
  }
  const months = [...byMonth].toSorted(([a], [b]) => a.localeCompare(b));
  const amounts = months.map(([, { amount }]) => amount).toSorted(compareDecimals);
  const bar = barScale({ least: amounts[0] ?? null, greatest: amounts.at(-1) ?? null });
  return months.map(([month, { orders, amount }]) => ({
    month: { value: month, text: monthOf(month, viewer, 'long') },
    orders: countOf(orders, viewer),
    amount: money(amount),
    bar: bar?.(amount) ?? null,
  }));
}

function historyOf(totals: CustomerData['totals'], money: (decimal: string) => Shown, viewer: Viewer): readonly HistoryRow[] {
  return totals.map(({ run, total }, index) => {
    const before = totals[index + 1];
    const difference = before && (total !== null || before.total !== null) ? differenceOf(total ?? '0', before.total ?? '0') : null;
    const isChange = difference !== null && Number(difference) !== 0;
    return {
      upload: subjectOf(run),
      path: pathOf(run),
      at: shortMomentOf(run.startedAt, viewer),
      total: total === null ? null : money(total),
      difference: isChange
        ? { ...moneyOf(difference, { currency: null, signed: true }, viewer), tone: difference.startsWith('-') ? 'down' : 'up' }
        : null,
    };
  });
}
