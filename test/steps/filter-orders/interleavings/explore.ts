import { runUntil, type Standing } from './execution';
import { type Answer, answer, type Call, objectOf, type Storage } from './storage';

/** What a person does to the key. An object that comes back has the time that it had. */
export type Action = { readonly put: string } | 'delete' | { readonly undelete: string };

export interface Script {
  readonly bucket: string;
  readonly key: string;
  /** Settled before the first action; undefined for nothing. */
  readonly before: string | undefined;
  readonly actions: readonly Action[];
  /** Keys under which no history puts anything: a call that asks for one gives the same whenever it is made, so its place is no choice. */
  readonly isNever: (key: string) => boolean;
  /** How many executions may be cut off, each anywhere. */
  readonly crashes: number;
  /** At rest, after a crash: the keys that the sweep starts an execution for. Called once. */
  readonly sweep: (storage: Storage) => boolean;
  /** At rest: what is wrong; undefined where all is right. */
  readonly fault: (storage: Storage) => string | undefined;
}

export interface Explored {
  readonly states: number;
  /** How often the real filter was run to learn what it does next. */
  readonly runs: number;
  /** The first wrong end, with the way to it. */
  readonly wrong: { readonly fault: string; readonly way: readonly string[] } | undefined;
}

/** One execution: its event, and the answers that it has, by numbers. Two with the same are the same, since the filter is deterministic. */
interface Local {
  readonly input: number;
  readonly answers: ReadonlyMap<number, number>;
}

interface State {
  readonly position: number;
  readonly storage: number;
  /** Ids of the executions that have not ended, in ascending order. */
  readonly locals: readonly number[];
  readonly crashes: number;
  readonly swept: boolean;
}

const START = Date.UTC(2026, 10, 30, 12);
/** Of the outputs; nothing reads it. */
const WRITTEN = START + 3_600_000;

/**
 * Every interleaving of the actions, of the calls of the executions that their events start, of the crashes and of one sweep at the end.
 * Storage and executions are values: the same state is explored once, by whatever way it is reached, and the real filter is run only for a
 * sequence of answers that no execution had before.
 */
export async function explore(script: Script): Promise<Explored> {
  const { bucket, key, actions } = script;
  const storages = intern<Storage>(storage => JSON.stringify(Object.entries(storage).sort(([a], [b]) => (a < b ? -1 : 1))));
  const inputs = intern<object>(JSON.stringify);
  const calls = intern<Call>(JSON.stringify);
  const answers = intern<Answer>(JSON.stringify);
  const locals = intern<Local>(({ input, answers }) => `${input} ${[...answers].sort(([a], [b]) => a - b).join(' ')}`);
  const standings = new Map<number, Pick<Standing, 'ended'> & { readonly calls: readonly (readonly [number: number, call: number])[] }>();
  let runs = 0;

  const begin = (input: object) => locals.idOf({ input: inputs.idOf(input), answers: new Map() });
  const goOn = remember((local: number, call: number, given: number) => {
    const { input, answers } = locals.get(local);
    const next = locals.idOf({ input, answers: new Map([...answers, [call, given]]) });
    // The filter waits for calls that it makes at once until all have their answers.
    const before = standings.get(local);
    if (before && before.calls.length > 1)
      standings.set(next, { ended: undefined, calls: before.calls.filter(([number]) => number !== call) });
    return next;
  });
  const make = remember((storage: number, call: number) => {
    const made = answer(storages.get(storage), calls.get(call), WRITTEN);
    return { storage: storages.idOf(made.storage), answer: answers.idOf(made.answer), status: made.answer.status };
  });
  const standingOf = async (id: number) => {
    const known = standings.get(id);
    if (known) return known;
    runs += 1;
    const local = locals.get(id);
    const given = new Map([...local.answers].map(([number, each]) => [number, answers.get(each)] as const));
    const standing = await runUntil(inputs.get(local.input), bucket, given);
    if (standing.ended?.error !== undefined) throw new Error(`an execution failed: ${standing.ended.error}`);
    const found = { ended: standing.ended, calls: [...standing.waiting].map(([number, call]) => [number, calls.idOf(call)] as const) };
    standings.set(id, found);
    return found;
  };
  const look = { detail: { bucket: { name: bucket }, object: { key } } };
  const created = (etag: string) => ({ 'detail-type': 'Object Created', detail: { bucket: { name: bucket }, object: { key, etag } } });
  const deleted = { 'detail-type': 'Object Deleted', ...look };

  const settled = await settle();
  const first: State = { position: 0, storage: storages.idOf(settled), locals: [], crashes: script.crashes, swept: false };
  const seen = new Map<string, { readonly from: string; readonly by: string } | undefined>([[nameOf(first), undefined]]);
  const open: State[] = [first];
  for (let state = open.pop(); state; state = open.pop()) {
    const from = nameOf(state);
    const reach = (by: string, next: State) => {
      const name = nameOf(next);
      if (seen.has(name)) return;
      seen.set(name, { from, by });
      open.push(next);
    };
    const certain = await certainCall(state);
    if (certain) {
      reach(certain.by, certain.next);
      continue;
    }
    const before = seen.size;
    let isAtRest = state.position === actions.length && state.locals.length === 0;
    const action = actions[state.position];
    if (action !== undefined) {
      const { storage, event } = act(storages.get(state.storage), action, state.position);
      const next = {
        ...state,
        position: state.position + 1,
        storage: storages.idOf(storage),
        locals: withLocal(state.locals, begin(event)),
      };
      reach(JSON.stringify(action), next);
    }
    for (const [place, id] of state.locals.entries()) {
      if (state.locals.indexOf(id) !== place) continue;
      const without = state.locals.filter((_, other) => other !== place);
      const standing = standings.get(id) ?? (await standingOf(id));
      if (standing.ended) {
        reach(`${id} ends`, { ...state, locals: without });
        // Its end is seen by nobody, so nothing is lost by going there at once.
        isAtRest = false;
        break;
      }
      if (state.crashes > 0) reach(`${id} is cut off`, { ...state, locals: without, crashes: state.crashes - 1 });
      for (const [number, call] of standing.calls) {
        const made = make(state.storage, call);
        const next = { ...state, storage: made.storage, locals: withLocal(without, goOn(id, number, made.answer)) };
        reach(`${id}: ${calls.get(call).operation} ${calls.get(call).key} → ${made.status}`, next);
      }
    }
    if (!isAtRest) continue;
    const storage = storages.get(state.storage);
    if (state.crashes < script.crashes && !state.swept && script.sweep(storage)) {
      reach('sweep', { ...state, swept: true, locals: [begin(look)] });
      continue;
    }
    const fault = script.fault(storage);
    if (fault !== undefined) return { states: seen.size, runs, wrong: { fault, way: wayTo(from) } };
    if (seen.size !== before) throw new Error('expected nothing to follow a rest');
  }
  return { states: seen.size, runs, wrong: undefined };

  /** A call whose answer is the same whatever comes before it, made at once. */
  async function certainCall(state: State): Promise<{ readonly by: string; readonly next: State } | undefined> {
    for (const [place, id] of state.locals.entries()) {
      const { calls: waiting } = await standingOf(id);
      const found = waiting.find(([, call]) => script.isNever(calls.get(call).key));
      if (!found) continue;
      const [number, call] = found;
      const { operation, key: asked } = calls.get(call);
      if (operation === 'Put') throw new Error(`expected nothing to be put under ${asked}`);
      const locals = withLocal(
        state.locals.filter((_, other) => other !== place),
        goOn(id, number, make(state.storage, call).answer),
      );
      return { by: `${id}: ${operation} ${asked}`, next: { ...state, locals } };
    }
    return undefined;
  }

  /** The storage after one execution for what the key holds at first. */
  async function settle(): Promise<Storage> {
    if (script.before === undefined) return {};
    let storage = storages.idOf({ [key]: objectOf(script.before, START) });
    for (let local = begin(look); ; ) {
      const { ended, calls } = await standingOf(local);
      if (ended) return storages.get(storage);
      for (const [number, call] of calls) {
        const made = make(storage, call);
        storage = made.storage;
        local = goOn(local, number, made.answer);
      }
    }
  }

  function act(storage: Storage, action: Action, position: number): { readonly storage: Storage; readonly event: object } {
    if (action === 'delete') {
      const { [key]: _, ...rest } = storage;
      return { storage: rest, event: deleted };
    }
    if ('undelete' in action) return { storage: { ...storage, [key]: objectOf(action.undelete, START) }, event: deleted };
    const object = objectOf(action.put, START + (position + 1) * 1000);
    return { storage: { ...storage, [key]: object }, event: created(object.etag) };
  }

  function wayTo(name: string): readonly string[] {
    const way: string[] = [];
    for (let step = seen.get(name); step; step = seen.get(step.from)) way.unshift(step.by);
    return way;
  }
}

function nameOf({ position, storage, locals, crashes, swept }: State): string {
  return `${position} ${storage} ${locals.join(',')} ${crashes} ${swept}`;
}

function withLocal(locals: readonly number[], id: number): readonly number[] {
  return [...locals, id].sort((a, b) => a - b);
}

/** A function of numbers that does its work once for each. */
function remember<Numbers extends readonly number[], T>(work: (...numbers: Numbers) => T): (...numbers: Numbers) => T {
  const known = new Map<string, T>();
  return (...numbers) => {
    const name = numbers.join();
    const found = known.get(name) ?? work(...numbers);
    known.set(name, found);
    return found;
  };
}

/** Values by small numbers: equal ones have the same. */
function intern<T>(nameOf: (value: T) => string) {
  const ids = new Map<string, number>();
  const values: T[] = [];
  return {
    idOf(value: T): number {
      const name = nameOf(value);
      const known = ids.get(name);
      if (known !== undefined) return known;
      ids.set(name, values.length);
      return values.push(value) - 1;
    },
    get(id: number): T {
      const value = values[id];
      if (value === undefined) throw new Error(`expected a value of the number ${id}`);
      return value;
    },
  };
}
