import { durationOf } from '../../pipeline/duration';
import type { DetailedEvent } from '../executions/reads';
import { stateVisitsOf } from '../executions/state-visits';
import { type Moment, momentOf, plural } from './format';
import { EVERYONE, type Viewer } from './viewer';

/** What went in and out of one state, visit by visit, the last first. */
export interface StatePanel {
  readonly state: string;
  /** In an iteration of the Map: the query. */
  readonly query: string | null;
  readonly summary: string;
  readonly visits: readonly PanelVisit[];
}

export interface PanelVisit {
  readonly heading: string;
  readonly entered: Moment;
  readonly duration: string;
  readonly input: Folded | null;
  readonly output: Folded | null;
  readonly attempts: readonly { readonly at: Moment; readonly error: string | null; readonly cause: string | null }[];
}

export interface Folded {
  readonly size: string;
  readonly text: string;
}

export interface StatePanelData {
  readonly state: string;
  readonly iteration: number | null;
  readonly events: readonly DetailedEvent[];
  readonly titles: readonly string[];
  readonly end: Date;
  readonly viewer?: Viewer;
}

/** The last ones are what one looks for. */
const VISITS = 5;
const MAX_SHOWN = 6000;

export function statePanelOf({ state, iteration, events, titles, end, viewer = EVERYONE }: StatePanelData): StatePanel {
  const all = stateVisitsOf(events, state, iteration);
  return {
    state,
    query: iteration === null ? null : (titles[iteration] ?? `item ${iteration + 1}`),
    summary:
      all.length === 0
        ? 'Not reached in this execution.'
        : `${plural(all.length, 'visit', 'visits', viewer)}${all.length > VISITS ? `, the last ${VISITS}` : ''}.`,
    visits: all
      .map((visit, index) => ({
        heading: all.length > 1 ? `Visit ${index + 1}` : 'The visit',
        entered: momentOf(visit.enteredAt, viewer),
        duration: durationOf((visit.leftAt ?? end).getTime() - visit.enteredAt.getTime()),
        input: folded(visit.input),
        output: folded(visit.output),
        attempts: visit.attempts.map(({ at, error, cause }) => ({ at: momentOf(at, viewer), error, cause })),
      }))
      .slice(-VISITS)
      .toReversed(),
  };
}

function folded(json: string | null): Folded | null {
  if (json === null) return null;
  const text = pretty(json);
  const cut = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}\n…` : text;
  return { size: plural(json.length, 'character'), text: cut };
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
