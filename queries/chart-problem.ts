import type { QueryInfo } from './load';

/** Why the chart of a query cannot be drawn of a result with these columns; undefined if it can, or if there is none. */
export function chartProblem({ file, chart }: Pick<QueryInfo, 'file' | 'chart'>, columns: readonly string[]): string | undefined {
  const missing = chart ? [chart.label, chart.value].filter(column => !columns.includes(column)) : [];
  if (chart === null || missing.length === 0) return undefined;
  const { kind, label, value } = chart;
  return `No chart: queries/${file} says "-- chart: ${kind} ${label} ${value}", but the result has no column ${missing.join(' and no column ')}, only ${columns.join(', ')}`;
}
