import { CUTOFF_WARNING } from '../../pipeline/work-group';
import type { Execution } from '../executions/execution';
import type { Notice } from './answers';
import { readBytesOf } from './dollars';
import { bytesOf, shareOf } from './format';
import { pathOf } from './run-summary';
import { sentence } from './sentence';
import { EVERYONE, type Viewer } from './viewer';

/** How far the largest query of an execution is from the bytes at which Athena cancels it. */
export interface Cutoff {
  /** `BuildOrders read 8.6 GB, 80.1% of the 10.7 GB at which Athena cancels a query.` */
  readonly text: string;
  readonly isNear: boolean;
  /** A share of the bar, in percent, at most 100. */
  readonly length: string;
}

/** Null where nothing was read. */
export function cutoffOf({ manifest }: Pick<Execution, 'manifest'>, cutoff: number, viewer: Viewer = EVERYONE): Cutoff | null {
  const [largest] = readBytesOf(manifest).toSorted((a, b) => b.bytes - a.bytes);
  if (!largest) return null;
  const share = largest.bytes / cutoff;
  return {
    text: `${largest.what} read ${bytesOf(largest.bytes)}, ${shareOf(share, viewer)} of the ${bytesOf(cutoff)} at which Athena cancels a query.`,
    isNear: share >= CUTOFF_WARNING,
    length: `${Number(Math.min(100, 100 * share).toFixed(2))}%`,
  };
}

/** For the front page; nothing while there is room. */
export function cutoffNotices(run: Execution, cutoff: number, viewer: Viewer): readonly Notice[] {
  const found = cutoffOf(run, cutoff, viewer);
  if (!found?.isNear) return [];
  const notice: Notice = {
    tone: 'bad',
    text: sentence`The queries are near the cutoff: past it every query of every upload is cancelled.`,
    detail: `${found.text} What to do: docs/runbook.md, near-cutoff.`,
    link: { path: `${pathOf(run)}#cost`, text: 'See what was read' },
  };
  return [notice];
}
