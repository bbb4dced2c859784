import type { DetailedEvent } from '../../../dashboard/executions/reads';
import { stateVisitsOf } from '../../../dashboard/executions/state-visits';

const event = (id: number, previousId: number, type: string, more: Partial<DetailedEvent> = {}): DetailedEvent => ({
  id,
  previousId,
  type,
  at: new Date(id * 1000),
  state: null,
  iteration: null,
  input: null,
  output: null,
  error: null,
  cause: null,
  ...more,
});

it('has what went in and out, and every attempt', () => {
  const events = [
    event(1, 0, 'ExecutionStarted', { input: '{}' }),
    event(2, 0, 'TaskStateEntered', { state: 'Filter', input: '{"a":1}' }),
    event(3, 2, 'TaskScheduled'),
    event(4, 3, 'TaskFailed', { error: 'Throttled', cause: 'too fast' }),
    event(5, 4, 'TaskScheduled'),
    event(6, 5, 'TaskStarted'),
    event(7, 6, 'TaskSucceeded', { output: '{"b":2}' }),
    event(8, 7, 'TaskStateExited', { state: 'Filter', output: '{"c":3}' }),
    event(9, 8, 'PassStateEntered', { state: 'Next', input: '{"c":3}' }),
  ];
  expect(stateVisitsOf(events, 'Filter', null)).toEqual([
    {
      enteredAt: new Date(2000),
      leftAt: new Date(8000),
      input: '{"a":1}',
      output: '{"c":3}',
      attempts: [
        { at: new Date(3000), error: 'Throttled', cause: 'too fast' },
        { at: new Date(5000), error: null, cause: null },
      ],
    },
  ]);
});

it('keeps iterations of a Map apart, though their events mix', () => {
  const events = [
    event(1, 0, 'MapStateEntered', { state: 'Ask' }),
    event(2, 1, 'MapStateStarted'),
    event(3, 2, 'MapIterationStarted', { iteration: 0 }),
    event(4, 2, 'MapIterationStarted', { iteration: 1 }),
    event(5, 3, 'TaskStateEntered', { state: 'Query', input: 'first' }),
    event(6, 4, 'TaskStateEntered', { state: 'Query', input: 'second' }),
    event(7, 6, 'TaskScheduled'),
    event(8, 5, 'TaskScheduled'),
    event(9, 7, 'TaskFailed', { error: 'Bad', cause: null }),
    event(10, 8, 'TaskStateExited', { state: 'Query', output: 'done' }),
  ];
  expect(stateVisitsOf(events, 'Query', 0)).toMatchObject([{ input: 'first', output: 'done', attempts: [{ error: null }] }]);
  expect(stateVisitsOf(events, 'Query', 1)).toMatchObject([{ input: 'second', leftAt: null, attempts: [{ error: 'Bad' }] }]);
});

it('has every visit of a loop', () => {
  const events = [1, 3, 5].flatMap(id => [
    event(id, id - 1, 'TaskStateEntered', { state: 'Look', input: String(id) }),
    event(id + 1, id, 'TaskStateExited', { state: 'Look' }),
  ]);
  expect(stateVisitsOf(events, 'Look', null).map(({ input }) => input)).toEqual(['1', '3', '5']);
  expect(stateVisitsOf(events, 'Other', null)).toEqual([]);
});
