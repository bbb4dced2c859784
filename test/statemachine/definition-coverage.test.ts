import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { Machine, waysOf, waysTaken } from './definition-coverage';

const machine = Machine.parse({
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Retry: [{ ErrorEquals: ['Busy', 'Slow'] }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Over' }],
      Next: 'Which',
    },
    Which: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $kind = 1 %}', Next: 'Over' },
        { Condition: '{% $kind = 2 %}', Next: 'Over' },
      ],
      Default: 'Each',
    },
    Each: {
      Type: 'Map',
      ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
      Next: 'Over',
    },
    Over: { Type: 'Fail' },
  },
});

/** Events in a row, each after the one before. */
const inARow = (...events: Partial<HistoryEvent>[]): HistoryEvent[] =>
  events.map((event, index) => ({ timestamp: new Date(0), type: undefined, ...event, id: index + 1, previousEventId: index }));
const entered = (name: string, type: HistoryEvent['type'] = 'TaskStateEntered'): Partial<HistoryEvent> => ({
  type,
  stateEnteredEventDetails: { name, input: '{}' },
});
const exited = (name: string, type: HistoryEvent['type'], assignedVariables = {}): Partial<HistoryEvent> => ({
  type,
  stateExitedEventDetails: { name, output: '{}', assignedVariables },
});
const failed = (error: string): Partial<HistoryEvent> => ({
  type: 'TaskFailed',
  taskFailedEventDetails: { resourceType: '', resource: '', error },
});

describe('waysOf', () => {
  it('lists every transition, error, branch and end of a definition, those inside of a Map too', () => {
    expect(waysOf(machine)).toEqual([
      'Machine StartAt → Ask',
      'Ask Retry[0] Busy',
      'Ask Retry[0] Slow',
      'Ask Catch[0] States.ALL → Over',
      'Ask Next → Which',
      'Which Choices[0] → Over',
      'Which Choices[1] → Over',
      'Which Default → Each',
      'Each StartAt → One',
      'One End',
      'Each Next → Over',
      'Over End',
    ]);
  });
});

describe('waysTaken', () => {
  it('tells a retry by its error, and a Catch from what comes next', async () => {
    const events = inARow(entered('Ask'), { type: 'TaskScheduled' }, failed('Slow'), { type: 'TaskScheduled' }, failed('Odd'));
    const after = [exited('Ask', 'TaskStateExited'), entered('Over', 'FailStateEntered'), { type: 'ExecutionFailed' } as const];
    expect(await waysTaken(machine, inARow(...events, ...after))).toEqual([
      'Machine StartAt → Ask',
      'Ask Retry[0] Slow',
      'Ask Catch[0] States.ALL → Over',
      'Over End',
    ]);
  });

  it.each([
    [1, 'Which Choices[0] → Over'],
    [2, 'Which Choices[1] → Over'],
  ])('tells branches with one target from each other by the variables: %d', async (kind, way) => {
    const events = inARow(
      entered('Ask'),
      exited('Ask', 'TaskStateExited', { kind: String(kind) }),
      entered('Which', 'ChoiceStateEntered'),
      exited('Which', 'ChoiceStateExited'),
      entered('Over', 'FailStateEntered'),
    );
    expect(await waysTaken(machine, events)).toEqual(['Machine StartAt → Ask', 'Ask Next → Which', way]);
  });

  it('refuses a history of another definition', async () => {
    await expect(waysTaken(machine, inARow(entered('Ask'), exited('Other', 'PassStateExited'), entered('Over')))).rejects.toThrow(
      'the definition has no state Other',
    );
  });
});
