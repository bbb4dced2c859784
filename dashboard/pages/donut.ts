import { sumOf } from '../decimal';
import { countOf, moneyOf, shareOf } from './format';
import type { DrawingOptions } from './line';
import { fixed, type Point } from './points';
import { labelOf } from './table';
import { EVERYONE } from './viewer';

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

const SHADES = 5;

/** The largest few and the rest. Shares of negative numbers mean nothing, so there is no ring then. */
export function donutOf(
  points: readonly Point[],
  name: string,
  { currency = null, viewer = EVERYONE }: DrawingOptions = {},
): DonutDrawing | null {
  const total = sumOf(points.map(({ value }) => value));
  if (Number(total) <= 0 || points.some(({ value }) => value.startsWith('-'))) return null;
  const sorted = points.toSorted((a, b) => Number(b.value) - Number(a.value));
  const rest = sorted.slice(SHADES);
  const parts = sorted.slice(0, SHADES).map((point, index) => ({ ...point, shade: index + 1 }));
  if (rest.length > 0)
    parts.push({ label: `${countOf(rest.length, viewer)} others`, value: sumOf(rest.map(({ value }) => value)), shade: 0 });
  let before = 0;
  const slices = parts.map(({ label, value, shade }) => {
    const length = (100 * Number(value)) / Number(total);
    const slice = { label, share: shareOf(length / 100, viewer), length: fixed(length), offset: fixed(-before), shade };
    before += length;
    return slice;
  });
  const texts = slices.map(({ label, share }) => `${label} ${share}`);
  return {
    kind: 'donut',
    summary: `${labelOf(name)}: ${texts.join(', ')}.`,
    totalText: moneyOf(total, { currency }, viewer).text,
    totalLabel: labelOf(name),
    slices,
  };
}
