import { durationOf } from '../../pipeline/duration';
import type { Execution } from '../executions/execution';
import type { Visit } from '../executions/timeline';
import { hasBranchFailed } from './branches';
import { percent } from './table';

export interface Timeline {
  readonly rows: readonly TimelineRow[];
  /** How long the whole takes, at the right end of every row. */
  readonly span: string;
}

/** A state, or a branch of the Map, with every stay on the execution's time from left to right. */
export interface TimelineRow {
  readonly state: string;
  /** In an iteration of the Map: the title of its query. */
  readonly query: string | null;
  readonly visits: string;
  readonly duration: string;
  readonly open: boolean;
  readonly failed: boolean;
  /** Cut off in it, by an abort or a timeout. */
  readonly aborted: boolean;
  readonly bars: readonly { readonly start: string; readonly length: string; readonly look: 'done' | 'open' | 'failed' | 'aborted' }[];
}

export interface TimelineData {
  readonly visits: readonly Visit[];
  readonly run: Execution;
  /** The titles of the queries, by iteration. */
  readonly titles: readonly string[];
  readonly now: Date;
}

/** A stay of no time at all is still drawn. */
const THINNEST = 0.003;

/** States in the order in which they were first entered. */
export function timelineOf({ visits, run, titles, now }: TimelineData): Timeline {
  const begin = run.startedAt.getTime();
  const end = Math.max((run.stoppedAt ?? now).getTime(), begin + 1);
  const rows = new Map<string, Visit[]>();
  for (const visit of visits) {
    // A branch of the Map is one row, whichever states it has.
    const key = visit.iteration === null ? visit.state : `iteration ${visit.iteration}`;
    rows.set(key, [...(rows.get(key) ?? []), visit]);
  }
  return { rows: inOrder([...rows.values()]).map(rowOf), span: durationOf(end - begin) };

  function rowOf(stays: readonly Visit[]): TimelineRow {
    const { iteration = null } = stays[0] ?? {};
    const state = stays.at(-1)?.state ?? '';
    const wasCut = ({ leftAt }: Visit) => !leftAt && (run.status === 'ABORTED' || run.status === 'TIMED_OUT');
    const isOpen = ({ leftAt }: Visit) => !leftAt && !run.stoppedAt;
    const failed = iteration === null ? state === run.error?.state : hasBranchFailed(run.manifest, iteration);
    const lengths = stays.map(({ enteredAt, leftAt }) => (leftAt?.getTime() ?? end) - enteredAt.getTime());
    return {
      state,
      query: iteration === null ? null : (titles[iteration] ?? `item ${iteration + 1}`),
      visits: iteration === null && stays.length > 1 ? `${stays.length} times` : '',
      duration: durationOf(lengths.reduce((sum, length) => sum + length, 0)),
      open: stays.some(isOpen),
      failed,
      aborted: stays.some(wasCut),
      bars: stays.map((stay, index) => ({
        start: percent(Math.min(1 - THINNEST, Math.max(0, stay.enteredAt.getTime() - begin) / (end - begin))),
        length: percent(Math.max(THINNEST, (lengths[index] ?? 0) / (end - begin))),
        // A state that failed in the end may have done well before, as a look at the crawler does.
        look: isOpen(stay) ? 'open' : failed && index === stays.length - 1 ? 'failed' : wasCut(stay) ? 'aborted' : 'done',
      })),
    };
  }
}

/** As they were first entered; branches, which begin together, as the queries are listed. */
function inOrder(rows: readonly (readonly Visit[])[]): readonly (readonly Visit[])[] {
  const iterationOf = (row: readonly Visit[]) => row[0]?.iteration ?? null;
  const at = rows.findIndex(row => iterationOf(row) !== null);
  const branches = rows.filter(row => iterationOf(row) !== null).toSorted((a, b) => Number(iterationOf(a)) - Number(iterationOf(b)));
  const states = rows.filter(row => iterationOf(row) === null);
  return at === -1 ? states : [...states.slice(0, at), ...branches, ...states.slice(at)];
}
