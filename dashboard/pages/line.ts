import { compactOf, dateOf, moneyOf, monthOf } from './format';
import { fixed, type Point } from './points';
import { labelOf, percent } from './table';
import { EVERYONE, type Viewer } from './viewer';

export interface LineDrawing {
  readonly kind: 'line';
  /** What a screen reader says in place of the drawing. */
  readonly summary: string;
  /** Dots on the line; none where they would run into each other. */
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

/** More dots than these have no room on a phone. */
const MAX_DOTS = 60;
const MAX_DOTS_SMALL = 20;

export interface DrawingOptions {
  /** Of the numbers; null where they are no money, or no upload shows one. */
  readonly currency?: string | null;
  /** Of a third of the page's width: fewer labels and dots. @default false */
  readonly isSmall?: boolean;
  readonly viewer?: Viewer;
}

/** `name` is the column of numbers. */
export function lineOf(
  points: readonly Point[],
  name: string,
  { currency = null, isSmall = false, viewer = EVERYONE }: DrawingOptions = {},
): LineDrawing {
  const numbers = points.map(({ value }) => Number(value));
  const levels = levelsOf(Math.min(0, ...numbers), numbers.every(number => number === 0) ? 1 : Math.max(0, ...numbers));
  const [low = 0, high = 1] = [levels[0], levels.at(-1)];
  const heightOf = (number: number) => (high - number) / (high - low);
  const xs = positionsOf(points);
  const placed = points.map(({ label, value }, index) => ({
    at: xs[index] ?? 0,
    height: heightOf(Number(value)),
    label: monthOf(label, viewer),
    value: moneyOf(value, { currency }, viewer).text,
  }));
  const line = placed.map(({ at, height }, index) => `${index === 0 ? 'M' : 'L'}${fixed(100 * at)} ${fixed(100 * height)}`).join(' ');
  const zero = fixed(100 * heightOf(0));
  const [first, last] = [placed[0], placed.at(-1)];
  const top = placed[numbers.indexOf(Math.max(...numbers))];
  return {
    kind: 'line',
    summary: `${labelOf(name)} from ${first?.label} (${first?.value}) to ${last?.label} (${last?.value}); the highest is ${top?.label} (${top?.value}).`,
    points:
      placed.length > (isSmall ? MAX_DOTS_SMALL : MAX_DOTS)
        ? []
        : placed.map(({ at, height, label, value }) => ({ x: percent(at), y: percent(height), label, value })),
    ticks: (['narrow', 'wide'] as const).flatMap(screen => ticksFor(screen, placed, isSmall ? ROOM_SMALL : ROOM[screen])),
    levels: levels.map(level => ({ y: percent(heightOf(level)), label: compactOf(level, currency, viewer) })),
    line,
    area: `${line} L${fixed(100 * (last?.at ?? 1))} ${zero} L${fixed(100 * (first?.at ?? 0))} ${zero} Z`,
  };
}

/** Round numbers (1, 2, 2.5 or 5 times a power of ten) from at or below `low` to at or above `high`, three to six of them. */
function levelsOf(low: number, high: number): readonly number[] {
  const rough = (high - low) / 4 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find(factor => factor * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  return Array.from({ length: Math.ceil(high / step) - first + 1 }, (_, index) => (first + index) * step);
}

/** Dates lie where they belong in time, so that a month without orders is a gap; anything else in equal steps. */
function positionsOf(points: readonly Point[]): readonly number[] {
  const times = points.map(({ label }) => dateOf(label)?.getTime());
  const [first, last] = [times[0], times.at(-1)];
  const dated =
    first !== undefined && last !== undefined && last > first && times.every(time => time !== undefined && time >= first && time <= last);
  return points.map((_, index) => (dated ? ((times[index] ?? first) - first) / (last - first) : index / (points.length - 1)));
}

/** The share of the width that a label needs. */
const ROOM = { narrow: 0.25, wide: 0.13 } as const;
const ROOM_SMALL = 0.35;

/** The first, the last, and as many between them as have room; one beside the edge needs half as much again. */
function ticksFor(
  screen: keyof typeof ROOM,
  points: readonly { readonly at: number; readonly label: string }[],
  room: number,
): LineDrawing['ticks'] {
  let free = 0;
  return points.flatMap(({ at, label }, index) => {
    const isFirst = index === 0;
    const isLast = index === points.length - 1;
    if (!isLast && (at < free || at > 1 - 1.5 * room)) return [];
    free = at + (isFirst ? 1.5 : 1) * room;
    return [{ screen, x: percent(at), label, anchor: isFirst ? 'start' : isLast ? 'end' : 'middle' }];
  });
}
