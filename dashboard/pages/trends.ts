import { durationOf } from '../../pipeline/duration';
import { crawlSharersOf } from '../executions/crawl-sharers';
import type { Execution } from '../executions/execution';
import { costOf, dollarsOf } from './dollars';
import { countOf, type Moment, moneyOf, numberOf, type Shown, shortMomentOf } from './format';
import { type LineDrawing, lineOf } from './line';
import { comparePathOf, pathOf, subjectOf } from './run-summary';
import { EVERYONE, type Viewer } from './viewer';

/** How the answers, and what they took, went from execution to execution. */
export interface TrendsPage {
  readonly charts: readonly { readonly id: string; readonly title: string; readonly last: string; readonly drawing: LineDrawing }[];
  /** The newest first. */
  readonly rows: readonly TrendRow[];
}

export interface TrendRow {
  readonly path: string;
  readonly upload: string;
  readonly at: Moment;
  readonly sales: Shown | null;
  readonly orders: Shown | null;
  readonly leftOut: Shown | null;
  readonly seconds: Shown;
  readonly dollars: Shown | null;
  readonly comparePath: string | null;
}

export interface TrendsData {
  /** The newest first. */
  readonly executions: readonly {
    readonly run: Execution;
    readonly sales: string | undefined;
    readonly orders: string | undefined;
  }[];
  readonly currency: string | null;
  /** Whether AWS sends a bill. @default false */
  readonly isBilled?: boolean;
  readonly viewer?: Viewer;
}

export function trendsPage({ executions, currency, isBilled = false, viewer = EVERYONE }: TrendsData): TrendsPage {
  const others = executions.map(({ run }) => run);
  const rows = executions.map(({ run, sales, orders }) => {
    const { dropped, quarantined } = run.manifest?.filter ?? {};
    return {
      run,
      sales,
      orders,
      leftOut: dropped == null && quarantined == null ? undefined : String((dropped ?? 0) + (quarantined ?? 0)),
      seconds: String(((run.stoppedAt ?? run.startedAt).getTime() - run.startedAt.getTime()) / 1000),
      dollars: costOf({ manifest: run.manifest, crawlSharers: crawlSharersOf(run, others) }).dollars || undefined,
    };
  });
  const series = [
    {
      id: 'revenue',
      title: 'Revenue',
      name: 'revenue',
      currency,
      numberIn: (row: (typeof rows)[number]) => row.sales,
      show: (value: string) => moneyOf(value, { currency, whole: true }, viewer).text,
    },
    {
      id: 'orders',
      title: 'Orders',
      name: 'orders',
      currency: null,
      numberIn: (row: (typeof rows)[number]) => row.orders,
      show: (value: string) => numberOf(value, viewer).text,
    },
    {
      id: 'left-out',
      title: 'Rows left out',
      name: 'rows_left_out',
      currency: null,
      numberIn: (row: (typeof rows)[number]) => row.leftOut,
      show: (value: string) => numberOf(value, viewer).text,
    },
    {
      id: 'seconds',
      title: 'Seconds',
      name: 'seconds',
      currency: null,
      numberIn: (row: (typeof rows)[number]) => row.seconds,
      show: (value: string) => durationOf(1000 * Number(value)),
    },
    {
      id: 'dollars',
      title: isBilled ? 'Dollars' : 'Dollars, had it run in AWS',
      name: 'dollars',
      currency: 'USD',
      numberIn: (row: (typeof rows)[number]) => row.dollars?.toFixed(6),
      show: (value: string) => dollarsOf(Number(value), viewer),
    },
  ];
  return {
    charts: series.flatMap(({ id, title, name, currency: unit, numberIn, show }) => {
      const points = rows.toReversed().flatMap(row => {
        const value = numberIn(row);
        return value === undefined ? [] : [{ label: shortMomentOf(row.run.startedAt, viewer).text, value }];
      });
      const last = points.at(-1);
      return points.length < 2 || !last
        ? []
        : [{ id, title, last: show(last.value), drawing: lineOf(points, name, { currency: unit, isSmall: true, viewer }) }];
    }),
    rows: rows.map((row, index) => {
      const before = rows[index + 1];
      return {
        path: pathOf(row.run),
        upload: subjectOf(row.run),
        at: shortMomentOf(row.run.startedAt, viewer),
        sales: row.sales === undefined ? null : moneyOf(row.sales, { currency }, viewer),
        orders: row.orders === undefined ? null : numberOf(row.orders, viewer),
        leftOut: row.leftOut === undefined ? null : { value: row.leftOut, text: countOf(Number(row.leftOut), viewer) },
        seconds: { value: row.seconds, text: durationOf(1000 * Number(row.seconds)) },
        dollars: row.dollars === undefined ? null : { value: row.dollars.toFixed(6), text: dollarsOf(row.dollars, viewer) },
        comparePath: before ? comparePathOf(before.run, row.run) : null,
      };
    }),
  };
}
