import { median } from './median';
import type { Run } from './run';

/** `reading 10%, filtering 80%, writing 10%`: of the time that the three took together, waiting included. */
export function shares(runs: readonly Run[]): string {
  const kinds = Object.keys(runs[0]?.spent ?? {});
  const spent = kinds.map(kind => median(runs.map(run => run.spent?.[kind] ?? 0)));
  const total = spent.reduce((sum, milliseconds) => sum + milliseconds, 0);
  return kinds.map((kind, index) => `${Math.round((100 * (spent[index] ?? 0)) / total)}% on ${kind}`).join(', ');
}
