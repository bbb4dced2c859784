import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { createProgress } from '../../../commands/following/progress';

const TASK = { resource: 'putObject', resourceType: 'aws-sdk:s3' };
const at = (milliseconds: number) => new Date(1_700_000_000_000 + milliseconds);

function tell(events: Partial<HistoryEvent>[]): string[] {
  const progress = createProgress();
  return events
    .flatMap(event => progress({ timestamp: at(0), type: 'PassStateEntered', ...event, id: event.id }))
    .map(({ kind, text }) => `${kind} ${text}`);
}

describe('createProgress', () => {
  it('tells a task: entered, what it found, left after how long', () => {
    const output = JSON.stringify({
      Payload: { asOf: '2025-05-01', filter: { outcome: 'Written', read: 1200, kept: 1000, dropped: 199, quarantined: 1 } },
    });
    expect(
      tell([
        { id: 2, type: 'TaskStateEntered', stateEnteredEventDetails: { name: 'FilterOrders' } },
        { id: 3, previousEventId: 2, type: 'TaskScheduled' },
        {
          id: 4,
          previousEventId: 3,
          type: 'TaskSucceeded',
          taskSucceededEventDetails: { output, resource: 'invoke', resourceType: 'lambda' },
        },
        { id: 5, previousEventId: 4, type: 'TaskStateExited', timestamp: at(310), stateExitedEventDetails: { name: 'FilterOrders' } },
      ]),
    ).toEqual([
      'entered FilterOrders',
      'left FilterOrders: Written as of 2025-05-01: 1,200 read, 1,000 kept, 199 dropped, 1 quarantined',
      'left FilterOrders  0.3 s',
    ]);
  });

  it('keeps two queries at once apart', () => {
    const enter = (id: number, query: string) => ({
      id,
      type: 'TaskStateEntered' as const,
      stateEnteredEventDetails: { name: 'RunQuery', input: `{"id":"${query}"}` },
    });
    const leave = (id: number, previousEventId: number, query: string, ms: number) => ({
      id,
      previousEventId,
      type: 'TaskStateExited' as const,
      timestamp: at(ms),
      stateExitedEventDetails: { name: 'RunQuery', output: `{"id":"${query}"}` },
    });
    expect(tell([enter(5, 'a'), enter(6, 'b'), leave(7, 5, 'a', 1000), leave(8, 6, 'b', 2000)])).toEqual([
      'entered RunQuery a',
      'entered RunQuery b',
      'left RunQuery a  1.0 s',
      'left RunQuery b  2.0 s',
    ]);
  });

  it("takes a claim that is another one's for no failure", () => {
    const failed = (id: number, cause: string) => [
      { id, type: 'TaskStateEntered' as const, stateEnteredEventDetails: { name: 'Claim' } },
      { id: id + 1, previousEventId: id, type: 'TaskFailed' as const, taskFailedEventDetails: { ...TASK, error: 'S3.S3Exception', cause } },
    ];
    const taken = 'At least one of the pre-conditions you specified did not hold (Service: S3, Status Code: 412, Request ID: x)';
    expect(tell([...failed(2, taken), ...failed(5, 'Please reduce your request rate. (Service: S3, Status Code: 503)')])).toEqual([
      'entered Claim',
      'left Claim: another execution runs the queries for all of this moment',
      'entered Claim',
      'trouble Claim: S3.S3Exception: Please reduce your request rate. (Service: S3, Status Code: 503)',
    ]);
  });

  it('tells why a task failed in the words of whoever failed', () => {
    const cause = JSON.stringify({ errorType: 'EmptyFile', errorMessage: 'expected "rows", got none', trace: [] });
    expect(
      tell([
        { id: 2, type: 'TaskStateEntered', stateEnteredEventDetails: { name: 'FilterOrders' } },
        {
          id: 3,
          previousEventId: 2,
          type: 'TaskFailed',
          taskFailedEventDetails: { error: 'EmptyFile', cause, resource: 'invoke', resourceType: 'lambda' },
        },
      ]),
    ).toEqual(['entered FilterOrders', 'trouble FilterOrders: EmptyFile: expected "rows", got none']);
  });

  it.each([
    ['is in trouble when its task has failed', [], 'trouble GetTable  20 ms'],
    ['is not when the task was tried again and succeeded', ['TaskSucceeded' as const], 'left GetTable  20 ms'],
  ])('tells that a state that is left %s', (_, after, expected) => {
    const [output, resource, resourceType] = ['{}', 'getTable', 'aws-sdk:glue'];
    const events: Partial<HistoryEvent>[] = [
      { id: 2, type: 'TaskStateEntered', stateEnteredEventDetails: { name: 'GetTable' } },
      { id: 3, previousEventId: 2, type: 'TaskFailed', taskFailedEventDetails: { error: 'Glue.Busy', resource, resourceType } },
      ...after.map(type => ({ id: 4, previousEventId: 3, type, taskSucceededEventDetails: { output, resource, resourceType } })),
      { id: 5, previousEventId: 3, type: 'TaskStateExited', timestamp: at(20), stateExitedEventDetails: { name: 'GetTable' } },
    ];
    expect(tell(events).at(-1)).toBe(expected);
  });
});
