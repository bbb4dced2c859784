import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type HistoryEvent,
  paginateGetExecutionHistory,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { Line } from '../terminal/terminal';
import { createProgress } from './progress';

/** How an execution ended. */
export type Ending = DescribeExecutionCommandOutput;

/**
 * Follows an execution to its end and passes on each line of its progress. It polls often at first and then every two seconds,
 * which stays far below what Step Functions allows.
 */
export async function follow(sfn: SFNClient, executionArn: string, tell: (line: Line) => void): Promise<Ending> {
  const progress = createProgress();
  let last = 0;
  const tellNew = async () => {
    for (const event of await eventsAfter(last, sfn, executionArn)) {
      last = event.id ?? last;
      for (const line of progress(event)) tell(line);
    }
  };
  for (let pause = 100; ; pause = Math.min(pause * 1.2, 2_000)) {
    const ending = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    await tellNew();
    if (ending.status !== 'RUNNING' && ending.status !== 'PENDING_REDRIVE') return ending;
    await sleep(pause);
  }
}

/** The events that came after the event of this id, in order. Read from the end: little of a long history is new. */
async function eventsAfter(last: number, client: SFNClient, executionArn: string): Promise<readonly HistoryEvent[]> {
  // An event that is recorded between two pages moves the second one, so that an event may be in both.
  const events = new Map<number, HistoryEvent>();
  const request = { executionArn, reverseOrder: true, maxResults: last === 0 ? 1000 : 50 };
  for await (const page of paginateGetExecutionHistory({ client }, request)) {
    for (const event of page.events ?? []) if (event.id !== undefined && event.id > last) events.set(event.id, event);
    if ((page.events?.at(-1)?.id ?? 0) <= last + 1) break;
  }
  return [...events].sort(([a], [b]) => a - b).map(([, event]) => event);
}
