import type { HistoryEvent } from '@aws-sdk/client-sfn';
import jsonata from 'jsonata';
import { z } from 'zod';

const Handler = z.object({ ErrorEquals: z.array(z.string()), Next: z.string().default('') });

const State = z.object({
  Type: z.string(),
  Next: z.string().optional(),
  End: z.boolean().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.object({ Condition: z.union([z.string(), z.boolean()]), Next: z.string() })).default([]),
  Catch: z.array(Handler).default([]),
  Retry: z.array(Handler).default([]),
  Branches: z.array(z.lazy(() => Machine)).default([]),
  get ItemProcessor() {
    return Machine.optional();
  },
});

export const Machine: z.ZodType<{ StartAt: string; States: Record<string, z.infer<typeof State>> }> = z.object({
  StartAt: z.string(),
  States: z.record(z.string(), State),
});

type Machine = z.infer<typeof Machine>;
type State = z.infer<typeof State>;

/** One thing that an execution can do in a state, such as `GetTable Catch[0] Glue.EntityNotFoundException → CreateTable`. */
export type Way = string;

/** All that executions of a definition can do: each transition, each error of a Retry or Catch, each branch of a Choice, each end. */
export function waysOf({ StartAt, States }: Machine, of = 'Machine'): readonly Way[] {
  return [`${of} StartAt → ${StartAt}`, ...Object.entries(States).flatMap(([name, state]) => waysFrom(name, state))];
}

function waysFrom(name: string, state: State): Way[] {
  const inner = [...state.Branches, ...(state.ItemProcessor ? [state.ItemProcessor] : [])];
  return [
    ...inner.flatMap(machine => waysOf(machine, name)),
    ...state.Retry.flatMap(({ ErrorEquals }, index) => ErrorEquals.map(error => `${name} Retry[${index}] ${error}`)),
    ...state.Catch.flatMap(({ ErrorEquals, Next }, index) => ErrorEquals.map(error => `${name} Catch[${index}] ${error} → ${Next}`)),
    ...state.Choices.map(({ Next }, index) => `${name} Choices[${index}] → ${Next}`),
    ...(state.Default === undefined ? [] : [`${name} Default → ${state.Default}`]),
    ...(state.Next === undefined ? [] : [`${name} Next → ${state.Next}`]),
    ...(state.End || state.Type === 'Succeed' || state.Type === 'Fail' ? [`${name} End`] : []),
  ];
}

/** What an execution did, by the events of its history alone. Throws where the history and the definition do not agree. */
export async function waysTaken(machine: Machine, events: readonly HistoryEvent[]): Promise<readonly Way[]> {
  const history = new Map(events.map(event => [event.id ?? 0, event]));
  const states = statesIn(machine);
  const taken = await Promise.all(events.map(event => wayInto(event, { history, states, machine })));
  return taken.flatMap(way => way ?? []);
}

interface Place {
  readonly history: ReadonlyMap<number, HistoryEvent>;
  readonly states: Readonly<Record<string, State>>;
  readonly machine: Machine;
}

/** The way whose last event this is; undefined where it is none. */
async function wayInto(event: HistoryEvent, place: Place): Promise<Way | undefined> {
  const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited, type = '' } = event;
  const before = place.history.get(event.previousEventId ?? 0);
  if (type === 'FailStateEntered') return (await wayBetween(before, entered?.name ?? '', place)) ?? undefined;
  if (entered) return wayBetween(before, entered.name ?? '', place);
  if (type === 'TaskScheduled' && before && errorOf(before) !== undefined) {
    const name = nameAt(before, place);
    return `${name} ${handlerOf(errorOf(before) ?? '', stateOf(name, place).Retry, 'Retry')}`;
  }
  if (type === 'ExecutionFailed' && before?.type === 'FailStateEntered') return `${before.stateEnteredEventDetails?.name} End`;
  if (exited) {
    const state = stateOf(exited.name ?? '', place);
    return (state.End || state.Type === 'Succeed') && errorOf(before) === undefined ? `${exited.name} End` : undefined;
  }
  return undefined;
}

async function wayBetween(before: HistoryEvent | undefined, to: string, place: Place): Promise<Way | undefined> {
  const from = before?.stateExitedEventDetails?.name;
  if (before === undefined || from === undefined) {
    const outer = before?.mapIterationStartedEventDetails?.name;
    return outer === undefined && to !== place.machine.StartAt ? undefined : `${outer ?? 'Machine'} StartAt → ${to}`;
  }
  const state = stateOf(from, place);
  const failed = place.history.get(before.previousEventId ?? 0);
  const error = errorOf(failed);
  if (error !== undefined) return `${from} ${handlerOf(error, state.Catch, 'Catch')} → ${to}`;
  if (state.Type !== 'Choice') return `${from} Next → ${to}`;
  const index = await branchOf(state, before, place);
  return index === undefined ? `${from} Default → ${to}` : `${from} Choices[${index}] → ${to}`;
}

/** Which branch of a Choice an execution took: the first whose condition holds, with the variables that the history tells. */
async function branchOf({ Choices }: State, exited: HistoryEvent, place: Place): Promise<number | undefined> {
  const entered = place.history.get(exited.previousEventId ?? 0);
  const variables = variablesAt(entered, place);
  const RedriveCount = [...place.history.values()].filter(
    ({ type, id = 0 }) => type === 'ExecutionRedriven' && id < (exited.id ?? 0),
  ).length;
  const states = { input: parse(entered?.stateEnteredEventDetails?.input), context: { Execution: { RedriveCount } } };
  for (const [index, { Condition }] of Choices.entries()) {
    const text = typeof Condition === 'string' ? Condition.replace(/^\{%|%\}$/g, '') : String(Condition);
    if ((await jsonata(text).evaluate({}, { ...variables, states })) === true) return index;
  }
  return undefined;
}

/** The variables that a state reads: what was assigned on the way there, the latest first. */
function variablesAt(event: HistoryEvent | undefined, place: Place): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (let at = event; at; at = before(at, place))
    for (const [name, value] of Object.entries(at.stateExitedEventDetails?.assignedVariables ?? {}))
      if (!Object.hasOwn(found, name)) found[name] = parse(value);
  return found;
}

/** The event before, passing over what happened inside of a Map or Parallel that is over: its variables are its own. */
function before(event: HistoryEvent, { history }: Place): HistoryEvent | undefined {
  const { type = '', stateExitedEventDetails: exited, id = 0, previousEventId = 0 } = event;
  if (!/^(Map|Parallel)StateExited$/.test(type)) return history.get(previousEventId);
  const entries = [...history.values()].filter(({ stateEnteredEventDetails: entered }) => entered && entered.name === exited?.name);
  return entries.filter(entered => (entered.id ?? 0) < id).at(-1);
}

function nameAt(event: HistoryEvent, place: Place): string {
  for (let at: HistoryEvent | undefined = event; at; at = before(at, place))
    if (at.stateEnteredEventDetails) return at.stateEnteredEventDetails.name ?? '';
  throw new Error(`event ${event.id} (${event.type}) is inside of no state`);
}

/** The error that an event tells, whatever kind of failure it is. */
function errorOf(event: HistoryEvent | undefined): string | undefined {
  if (!event || !/(Failed|TimedOut)$/.test(event.type ?? '')) return undefined;
  const { taskFailedEventDetails, taskTimedOutEventDetails, taskSubmitFailedEventDetails, evaluationFailedEventDetails } = event;
  return (
    taskFailedEventDetails?.error ??
    taskTimedOutEventDetails?.error ??
    taskSubmitFailedEventDetails?.error ??
    evaluationFailedEventDetails?.error ??
    ''
  );
}

/** The first retrier or catcher that names an error, by that name. */
function handlerOf(error: string, handlers: State['Retry'], kind: 'Retry' | 'Catch'): string {
  const fits = (name: string) => name === error || name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout');
  const index = handlers.findIndex(({ ErrorEquals }) => ErrorEquals.some(fits));
  const names = handlers[index]?.ErrorEquals ?? [];
  return `${kind}[${index}] ${names.find(name => name === error) ?? names.find(fits)}`;
}

function statesIn({ States }: Machine): Record<string, State> {
  const inner = Object.values(States).flatMap(({ ItemProcessor, Branches }) => [...(ItemProcessor ? [ItemProcessor] : []), ...Branches]);
  return Object.assign({}, States, ...inner.map(statesIn));
}

function stateOf(name: string, { states }: Place): State {
  const state = states[name];
  if (!state) throw new Error(`the definition has no state ${name}`);
  return state;
}

function parse(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json);
}

const SHARING = [
  ...['IsShared', 'WaitForSlot', 'Claim', 'ReadClaim', 'IsClaimable', 'WaitToClaim', 'IsClaimOurs', 'WaitForAnswer'],
  ...['FindAnswer', 'IsAnswered', 'DescribeClaimant', 'IsClaimantRunning'],
];

/** Whether a way is of the states by which executions share one set of queries, which have tests of their own. */
export function isOfSharing(way: Way): boolean {
  return SHARING.includes(way.split(' ')[0] ?? '');
}

/** How often each way was taken, a line for each. */
export function coverageTable(ways: readonly Way[], taken: ReadonlyMap<Way, number>): string {
  const lines = ways.map(way => `${String(taken.get(way) ?? 0).padStart(6)}  ${way}`);
  return ['executions that took it, of each way through statemachine/orders-pipeline.asl.yaml:', ...lines, ''].join('\n');
}
