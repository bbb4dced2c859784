import type { MapState } from '../../definition/machine';
import type { Json } from '../../jsonata/template';
import { add, advance } from '../branch';
import { contextObject } from '../context-object';
import { checkSize } from '../data-limit';
import { STATES, StateFailure } from '../errors';
import { evaluateFields, evaluationFailed, typed } from '../evaluate';
import { withRecovery } from '../recovery';
import { runBranches } from '../run-branches';
import { settle } from '../settle';
import { type Outcome, recordFailed, settleIn, type Visit } from '../visit';

/** The default concurrency of an inline Map. */
const MOST_AT_A_TIME = 40;

export function mapState(visit: Visit, state: MapState): Promise<Outcome> {
  return withRecovery(
    visit,
    state,
    () => attempt(visit, state),
    () => recordFailed(visit, 'MapStateFailed'),
  );
}

async function attempt(visit: Visit, state: MapState): Promise<Outcome> {
  const { branch, resumed } = visit;
  visit.resumed = undefined;
  const items = resumed ? [] : await itemsOf(visit, state);
  const limits = await limitsOf(visit, state);
  const inputs = resumed?.inputs ?? (await begin(visit, state, items));
  const outputs = await runBranches(
    branch,
    inputs.map(input => ({ scope: state.ItemProcessor, input })),
    {
      iterationsOf: visit.name,
      most: Math.min(limits.concurrency || MOST_AT_A_TIME, MOST_AT_A_TIME),
      onFailure: (failure, failed) => tolerate(failure, failed, inputs.length, limits),
      resumed,
    },
  );
  const result = `[${outputs.join(',')}]`;
  const outcome = await settle(visit, state, result, { result });
  add(branch, 'MapStateSucceeded');
  return { ...outcome, next: state.Next };
}

/** What each iteration gets. */
async function begin(visit: Visit, state: MapState, items: readonly Json[]): Promise<readonly Json[]> {
  const inputs = await select(visit, state, items);
  settleIn(visit);
  for (const input of inputs) checkSize(input, visit.name);
  advance(visit.branch, 'MapStateStarted', { length: inputs.length });
  return inputs;
}

/** Each item as JSON text. */
async function itemsOf(visit: Visit, { Items }: MapState): Promise<readonly Json[]> {
  if (Items !== undefined) {
    const { Items: json = 'null' } = await evaluateFields(visit, { Items });
    return typed(visit, 'Items', Items, json, 'array').map(item => JSON.stringify(item));
  }
  const input: unknown = JSON.parse(visit.input);
  if (!Array.isArray(input)) throw evaluationFailed(visit, `Map state input must be an array but was: ${JSON.stringify(input)}`);
  return input.map(item => JSON.stringify(item));
}

interface Limits {
  readonly concurrency: number;
  readonly count: number;
  readonly percentage: number;
}

async function limitsOf(visit: Visit, state: MapState): Promise<Limits> {
  const { MaxConcurrency, ToleratedFailureCount, ToleratedFailurePercentage } = state;
  const fields = { MaxConcurrency, ToleratedFailureCount, ToleratedFailurePercentage };
  const values = await evaluateFields(visit, fields);
  const number = (name: keyof typeof fields, most = Number.POSITIVE_INFINITY) => {
    const json = values[name];
    if (json === undefined) return 0;
    const value = typed(visit, name, fields[name], json, 'number');
    if (most === 100 && (value < 0 || value > 100)) throw evaluationFailed(visit, `${name} must be between 0 and 100.`, name);
    if (value < 0) throw evaluationFailed(visit, `${name} cannot be negative.`, name);
    if (most !== 100 && !Number.isInteger(value))
      throw evaluationFailed(visit, `The ${name} field cannot be parsed as an integer: ${json}`, name);
    return value;
  };
  return {
    concurrency: number('MaxConcurrency'),
    count: number('ToleratedFailureCount'),
    percentage: number('ToleratedFailurePercentage', 100),
  };
}

async function select(visit: Visit, { ItemSelector }: MapState, items: readonly Json[]): Promise<readonly Json[]> {
  if (ItemSelector === undefined) return items;
  const inputs: Json[] = [];
  for (const [index, value] of items.entries()) {
    const seen = { context: contextObject(visit, { index, value }) };
    const { ItemSelector: input = value } = await evaluateFields(visit, { ItemSelector }, seen);
    inputs.push(input);
  }
  return inputs;
}

/** A threshold of nothing is none: then the iteration's own error fails the Map. */
function tolerate(failure: StateFailure, failed: number, total: number, { count, percentage }: Limits): Json | StateFailure {
  if (count === 0 && percentage === 0) return failure;
  if ((count > 0 && failed > count) || (percentage > 0 && failed * 100 > percentage * total))
    return new StateFailure(STATES.exceedToleratedFailureThreshold, 'The specified tolerated failure threshold was exceeded');
  return JSON.stringify({ Status: 'FAILED', Error: failure.error ?? '', Cause: failure.cause ?? '' });
}
