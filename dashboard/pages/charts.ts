import type { Chart } from '../../queries/header';
import type { Result } from '../runs/result';
import { groupsOf, isDecimal, sumOf } from './decimal';
import { dateOf, monthOf } from './format';
import { labelOf, percent } from './table';

export type Drawing = LineDrawing | DonutDrawing;

export interface LineDrawing {
  readonly kind: 'line';
  /** What a screen reader says in place of the drawing. */
  readonly summary: string;
  readonly points: readonly { readonly x: string; readonly y: string; readonly label: string; readonly value: string }[];
  /** Labels under the drawing, fewer where the screen is narrow. */
  readonly ticks: readonly {
    readonly screen: 'narrow' | 'wide';
    readonly x: string;
    readonly label: string;
    readonly anchor: 'start' | 'middle' | 'end';
  }[];
  readonly levels: readonly { readonly y: string; readonly label: string }[];
  /** Paths in a box of 100 by 100. */
  readonly line: string;
  readonly area: string;
}

export interface DonutDrawing {
  readonly kind: 'donut';
  readonly summary: string;
  readonly totalText: string;
  readonly totalLabel: string;
  /** Lengths are in percent of the ring; `shade` counts from 1, 0 is the rest. */
  readonly slices: readonly {
    readonly label: string;
    readonly share: string;
    readonly length: string;
    readonly offset: string;
    readonly shade: number;
  }[];
}

interface Point {
  readonly label: string;
  readonly value: string;
}

/** The drawing above a table; null where the header asks for none, bars stand in the table, or the result does not lend itself to one. */
export function drawingOf(result: Result, chart: Chart | null): Drawing | null {
  const points = chart && pointsOf(result, chart);
  if (!chart || !points || points.length < 2) return null;
  if (chart.kind === 'line') return lineOf(points, chart);
  if (chart.kind === 'donut') return donutOf(points, chart);
  return null;
}

/** Rows without a number are left out. */
function pointsOf({ columns, rows }: Result, { label, value }: Chart): readonly Point[] {
  const [labelAt, valueAt] = [columns.indexOf(label), columns.indexOf(value)];
  if (labelAt === -1 || valueAt === -1) return [];
  return rows.flatMap(row => {
    const number = row[valueAt] ?? '';
    return isDecimal(number) ? [{ label: row[labelAt] ?? 'none', value: number }] : [];
  });
}

function lineOf(points: readonly Point[], chart: Chart): LineDrawing {
  const numbers = points.map(({ value }) => Number(value));
  const levels = levelsOf(Math.min(0, ...numbers), numbers.every(number => number === 0) ? 1 : Math.max(0, ...numbers));
  const [low = 0, high = 1] = [levels[0], levels.at(-1)];
  const xs = positionsOf(points);
  const ys = numbers.map(number => (high - number) / (high - low));
  const zero = fixed((100 * high) / (high - low));
  const line = xs.map((x, index) => `${index === 0 ? 'M' : 'L'}${fixed(100 * x)} ${fixed(100 * (ys[index] ?? 0))}`).join(' ');
  const shown = points.map((point, index) => ({
    x: percent(xs[index] ?? 0),
    y: percent(ys[index] ?? 0),
    label: monthOf(point.label),
    value: groupsOf(point.value).join(','),
  }));
  const [first, last] = [shown[0], shown.at(-1)];
  const top = shown[numbers.indexOf(Math.max(...numbers))];
  return {
    kind: 'line',
    summary: `${labelOf(chart.value)} from ${first?.label} (${first?.value}) to ${last?.label} (${last?.value}); the highest is ${top?.label} (${top?.value}).`,
    points: shown,
    ticks: ticksOf(shown),
    levels: levels.map(level => ({ y: percent((high - level) / (high - low)), label: compact(level) })),
    line,
    area: `${line} L${fixed(100 * (xs.at(-1) ?? 1))} ${zero} L${fixed(100 * (xs[0] ?? 0))} ${zero} Z`,
  };
}

/** Dates lie where they belong in time, so that a month without orders is a gap; anything else in equal steps. */
function positionsOf(points: readonly Point[]): readonly number[] {
  const times = points.map(({ label }) => dateOf(label)?.getTime());
  const [first, last] = [times[0], times.at(-1)];
  const dated =
    first !== undefined && last !== undefined && last > first && times.every(time => time !== undefined && time >= first && time <= last);
  return points.map((_, index) => (dated ? ((times[index] ?? first) - first) / (last - first) : index / (points.length - 1)));
}

/** Percent of the width that a label needs. */
const ROOM = { narrow: 25, wide: 13 } as const;

function ticksOf(points: LineDrawing['points']): LineDrawing['ticks'] {
  return [...ticksFor('narrow', points), ...ticksFor('wide', points)];
}

/** The first, the last, and as many between them as have room; one beside the edge needs half as much again. */
function ticksFor(screen: keyof typeof ROOM, points: LineDrawing['points']): LineDrawing['ticks'] {
  const room = ROOM[screen];
  let free = 0;
  return points.flatMap((point, index) => {
    const at = Number.parseFloat(point.x);
    const isFirst = index === 0;
    const isLast = index === points.length - 1;
    if (!isLast && (at < free || at > 100 - 1.5 * room)) return [];
    free = at + (isFirst ? 1.5 : 1) * room;
    return [{ screen, x: point.x, label: point.label, anchor: isFirst ? 'start' : isLast ? 'end' : 'middle' }];
  });
}

/** Round numbers (1, 2, 2.5 or 5 times a power of ten) from at or below `low` to at or above `high`, three to six of them. */
function levelsOf(low: number, high: number): readonly number[] {
  const rough = (high - low) / 4 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find(factor => factor * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  return Array.from({ length: Math.ceil(high / step) - first + 1 }, (_, index) => (first + index) * step);
}

const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

function compact(number: number): string {
  return COMPACT.format(number);
}

function fixed(number: number): string {
  return String(Number(number.toFixed(2)));
}

const SHADES = 5;

/** The largest few and the rest. Shares of negative numbers mean nothing, so there is no ring then. */
function donutOf(points: readonly Point[], chart: Chart): DonutDrawing | null {
  const total = sumOf(points.map(({ value }) => value));
  if (Number(total) <= 0 || points.some(({ value }) => value.startsWith('-'))) return null;
  const sorted = points.toSorted((a, b) => Number(b.value) - Number(a.value));
  const rest = sorted.slice(SHADES);
  const parts = sorted.slice(0, SHADES).map((point, index) => ({ ...point, shade: index + 1 }));
  if (rest.length > 0) parts.push({ label: `${rest.length} others`, value: sumOf(rest.map(({ value }) => value)), shade: 0 });
  let before = 0;
  const slices = parts.map(({ label, value, shade }) => {
    const length = (100 * Number(value)) / Number(total);
    const slice = { label, share: `${length.toFixed(1)}%`, length: fixed(length), offset: fixed(-before), shade };
    before += length;
    return slice;
  });
  const told = slices.map(({ label, share }) => `${label} ${share}`);
  return {
    kind: 'donut',
    summary: `${labelOf(chart.value)}: ${told.join(', ')}.`,
    totalText: groupsOf(total).join(','),
    totalLabel: labelOf(chart.value),
    slices,
  };
}
