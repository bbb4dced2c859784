import type { DetailedEvent } from './reads';
import { iterationOf } from './timeline';

/** One stay in one state, with what went in and out and every attempt at its task. */
export interface StateVisit {
  readonly enteredAt: Date;
  readonly leftAt: Date | null;
  readonly input: string | null;
  readonly output: string | null;
  readonly attempts: readonly Attempt[];
}

export interface Attempt {
  readonly at: Date;
  /** Null for an attempt that succeeded or is running. */
  readonly error: string | null;
  readonly cause: string | null;
}

/** The stays in one state, or in one state of one iteration of a Map. */
export function stateVisitsOf(events: readonly DetailedEvent[], state: string, iteration: number | null): readonly StateVisit[] {
  const iterations = new Map<number, number | null>();
  const visits: { enteredAt: Date; leftAt: Date | null; input: string | null; output: string | null; attempts: Attempt[] }[] = [];
  let current: (typeof visits)[number] | undefined;
  /** The events that follow from the entry: what happens in other iterations at the same time does not. */
  const own = new Set<number>();
  for (const event of events) {
    const at = iterationOf(event, iterations);
    iterations.set(event.id, at);
    if (event.type.endsWith('StateEntered') && event.state === state && at === iteration) {
      current = { enteredAt: event.at, leftAt: null, input: event.input, output: null, attempts: [] };
      visits.push(current);
      own.add(event.id);
    } else if (current && own.has(event.previousId) && !isOfMap(event)) {
      own.add(event.id);
      if (event.type.endsWith('StateExited')) {
        if (event.state === state) Object.assign(current, { leftAt: event.at, output: event.output });
        own.delete(event.id);
      } else if (event.type.endsWith('Scheduled')) {
        current.attempts.push({ at: event.at, error: null, cause: null });
      } else if (event.error !== null) {
        const last = current.attempts.pop();
        current.attempts.push({ at: last?.at ?? event.at, error: event.error, cause: event.cause });
      }
    }
  }
  return visits;
}

/** What happens inside of a Map belongs to its states, not to the Map; its own exit follows from its end. */
function isOfMap({ type }: DetailedEvent): boolean {
  return type.startsWith('MapIteration');
}
