import { compareDecimals, differenceOf, sumOf } from '../decimal';
import type { Result } from '../executions/result';
import { countOf, moneyOf, type Shown, shareOf } from './format';
import { type Bar, barScale } from './table';
import { EVERYONE, type Viewer } from './viewer';

/** The best customers, with what they brought and its share of the whole. */
export interface Ranking {
  /** Where some amounts are negative shares mean nothing. */
  readonly hasShares: boolean;
  readonly rows: readonly RankingRow[];
  /** The rest together; null where there is none. */
  readonly others: { readonly label: string; readonly shown: Shown; readonly share: string | null } | null;
}

export interface RankingRow {
  readonly name: string;
  readonly path: string;
  readonly shown: Shown;
  /** Null where some amounts are negative: shares of them mean nothing. */
  readonly share: string | null;
  readonly bar: Bar | null;
}

const BEST = 7;

export interface RankingOptions {
  readonly currency: string | null;
  readonly customerPath: (name: string) => string;
  readonly viewer?: Viewer;
}

export function rankingOf(result: Result | undefined, { currency, customerPath, viewer = EVERYONE }: RankingOptions): Ranking | null {
  const whole = result?.whole.find(({ name }) => name === 'total_sales');
  const [nameAt, valueAt] = ['customer', 'total_sales'].map(name => result?.columns.indexOf(name) ?? -1);
  if (!result || whole?.sum == null || result.total < 2 || nameAt === undefined || valueAt === undefined || nameAt === -1) return null;
  const sorted = result.rows
    .map(row => ({ value: row[valueAt] ?? '', name: row[nameAt] ?? '' }))
    .toSorted((a, b) => compareDecimals(b.value, a.value));
  // Of a long result only the beginning is held, which is enough where the query gives the largest first.
  if (result.cut && sorted[0]?.value !== whole.greatest) return null;
  const total = Number(whole.sum);
  const hasShares = total > 0 && Number(whole.least) >= 0;
  const shareIn = (value: string) => (hasShares ? shareOf(Number(value) / total, viewer) : null);
  const best = sorted.slice(0, result.total === BEST + 1 ? BEST + 1 : BEST);
  const bar = barScale({ least: best.at(-1)?.value ?? null, greatest: best[0]?.value ?? null });
  const rest = result.total - best.length;
  const restTotal = differenceOf(whole.sum, sumOf(best.map(({ value }) => value)));
  return {
    hasShares,
    rows: best.map(({ name, value }) => ({
      name,
      path: customerPath(name),
      shown: moneyOf(value, { currency }, viewer),
      share: shareIn(value),
      bar: bar?.(value) ?? null,
    })),
    others:
      rest === 0
        ? null
        : {
            label: `${countOf(rest, viewer)} others`,
            shown: moneyOf(restTotal, { currency }, viewer),
            share: shareIn(restTotal),
          },
  };
}
