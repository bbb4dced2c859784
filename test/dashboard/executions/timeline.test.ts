import type { HistoryEvent } from '../../../dashboard/executions/reads';
import { visitsOf } from '../../../dashboard/executions/timeline';

type Line = readonly [type: string, state?: string | null, previousId?: number, iteration?: number];

/** One event a second; the event before, unless said otherwise, is the one above. */
function eventsOf(lines: readonly Line[]): readonly HistoryEvent[] {
  return lines.map(([type, state = null, previousId, iteration = null], index) => ({
    id: index + 1,
    previousId: previousId ?? index,
    type,
    at: new Date(index * 1000),
    state: state ?? null,
    iteration,
  }));
}

const told = (lines: readonly Line[]) =>
  visitsOf(eventsOf(lines)).map(({ state, iteration, enteredAt, leftAt }) => [
    state,
    iteration,
    enteredAt.getTime() / 1000,
    leftAt && leftAt.getTime() / 1000,
  ]);

describe('the stays in states', () => {
  it('follow one another, each state as often as it is entered', () => {
    const look = [
      ['TaskStateEntered', 'Look'],
      ['TaskStateExited', 'Look'],
    ] satisfies Line[];
    expect(told([['ExecutionStarted'], ...look, ['WaitStateEntered', 'Wait'], ['WaitStateExited', 'Wait'], ...look])).toEqual([
      ['Look', null, 1, 2],
      ['Wait', null, 3, 4],
      ['Look', null, 5, 6],
    ]);
  });

  it('have no end where the execution is still there, or ended there', () => {
    expect(told([['FailStateEntered', 'Failed'], ['ExecutionFailed']])).toEqual([['Failed', null, 0, null]]);
  });

  it('in a Map are told apart by iteration', () => {
    const lines: readonly Line[] = [
      ['MapStateEntered', 'Map'],
      ['MapStateStarted'],
      ['MapIterationStarted', null, 2, 0],
      ['MapIterationStarted', null, 2, 1],
      ['TaskStateEntered', 'Query', 3],
      ['TaskStateEntered', 'Query', 4],
      ['TaskStateExited', 'Query', 6],
      ['MapIterationSucceeded', null, 7],
      ['TaskStateExited', 'Query', 5],
      ['MapIterationSucceeded', null, 9],
      ['MapStateSucceeded', null, 10],
      ['MapStateExited', 'Map', 10],
      ['PassStateEntered', 'After', 12],
      ['PassStateExited', 'After', 13],
    ];
    expect(told(lines)).toEqual([
      ['Map', null, 0, 11],
      ['Query', 0, 4, 8],
      ['Query', 1, 5, 6],
      ['After', null, 12, 13],
    ]);
  });
});
