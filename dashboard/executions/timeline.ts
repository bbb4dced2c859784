import type { HistoryEvent } from './reads';

/** One stay in one state. */
export interface Visit {
  readonly state: string;
  /** The index in the Map around it; null outside of one. */
  readonly iteration: number | null;
  readonly enteredAt: Date;
  /** Null while the execution is in it, or where it ended there. */
  readonly leftAt: Date | null;
}

/** The stays in states, in the order in which they began, out of an execution's history. */
export function visitsOf(events: readonly HistoryEvent[]): readonly Visit[] {
  const iterations = new Map<number, number | null>();
  const visits: { state: string; iteration: number | null; enteredAt: Date; leftAt: Date | null }[] = [];
  for (const event of events) {
    const iteration = iterationOf(event, iterations);
    iterations.set(event.id, iteration);
    const { state, type, at } = event;
    if (state === null) continue;
    if (type.endsWith('StateEntered')) visits.push({ state, iteration, enteredAt: at, leftAt: null });
    const open =
      type.endsWith('StateExited') && visits.find(visit => visit.state === state && visit.iteration === iteration && !visit.leftAt);
    if (open) open.leftAt = at;
  }
  return visits;
}

/** An event belongs to the iteration of the event before it; `MapState…` events are outside of the iterations. */
export function iterationOf({ type, iteration, previousId }: HistoryEvent, known: ReadonlyMap<number, number | null>): number | null {
  if (type === 'MapIterationStarted') return iteration;
  if (type.startsWith('MapState')) return null;
  return known.get(previousId) ?? null;
}
