import type { Chart } from '../../queries/header';
import type { Result } from '../executions/result';
import { type DonutDrawing, donutOf } from './donut';
import { type DrawingOptions, type LineDrawing, lineOf } from './line';
import { pointsOf } from './points';

export type Drawing = LineDrawing | DonutDrawing;

/** The drawing above a table; null where the header asks for none, bars stand in the table, or the result does not lend itself to one. */
export function drawingOf(result: Result, chart: Chart | null, options: DrawingOptions = {}): Drawing | null {
  const points = chart ? pointsOf(result, chart) : [];
  if (!chart || points.length < 2) return null;
  if (chart.kind === 'line') return lineOf(points, chart.value, options);
  // Shares of a part would pass for shares of the whole.
  if (chart.kind === 'donut' && !result.cut) return donutOf(points, chart.value, options);
  return null;
}
