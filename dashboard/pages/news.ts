import { dateOf, moneyOf, numberOf, plural, type Shown, shortDayOf } from './format';
import { type Change, changeFrom, type Totals } from './key-figures';
import { EVERYONE, type Viewer } from './viewer';

/** The heading of the front page: what the answers say, in a sentence. */
export interface News {
  /** Null where the results do not add up to a figure. */
  readonly sales: Shown | null;
  readonly rest: string;
  readonly change: Change | null;
}

export interface NewsData {
  readonly totals: Totals;
  /** The previous answers, and the days both are as of. */
  readonly previous: { readonly totals: Totals; readonly asOf: string | null } | null;
  readonly asOf: string | null;
  readonly currency: string | null;
  readonly viewer?: Viewer;
}

export function newsOf({ totals, previous, asOf, currency, viewer = EVERYONE }: NewsData): News {
  const { sales, orders } = totals;
  if (sales === undefined)
    return { sales: null, rest: orders === undefined ? 'The latest answers' : ordersIn(orders, viewer), change: null };
  const change = changeFrom(previous?.totals.sales, sales, decimal => moneyOf(decimal, { currency }, viewer), viewer);
  return {
    sales: moneyOf(sales, { currency, whole: true }, viewer),
    rest: `${currency === null ? ' in sales' : ''}${orders === undefined ? '' : ` from ${ordersIn(orders, viewer)}`}`,
    change: change && { ...change, text: sentenceOf(change, whoseOf(asOf, previous?.asOf ?? null, viewer)) },
  };
}

function ordersIn(orders: string, viewer: Viewer): string {
  return Number(orders) === 1 ? plural(1, 'order', 'orders', viewer) : `${numberOf(orders, viewer).text} orders`;
}

/** `12% more than yesterday’s`. */
function sentenceOf({ text, tone }: Change, whose: string): string {
  if (tone === 'same') return `the same as ${whose}`;
  return text.endsWith('as much') ? `${text} as ${whose}` : `${text} than ${whose}`;
}

function whoseOf(asOf: string | null, before: string | null, viewer: Viewer): string {
  const [today, then] = [dateOf(asOf ?? ''), dateOf(before ?? '')];
  if (!today || !then || before === asOf || before === null) return 'before';
  return today.getTime() - then.getTime() === DAY_MS ? 'yesterday’s' : `that of ${shortDayOf(before, viewer)}`;
}

const DAY_MS = 86_400_000;

/** The tab's title: the figure, which changes before one's eyes. */
export function titleOf({ sales, rest }: News): string {
  return sales ? `${sales.text}${rest}` : rest;
}
