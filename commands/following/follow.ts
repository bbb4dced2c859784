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
    for await (const event of history(sfn, executionArn)) {
      if ((event.id ?? 0) <= last) continue;
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

async function* history(sfn: SFNClient, executionArn: string): AsyncGenerator<HistoryEvent> {
  for await (const page of paginateGetExecutionHistory({ client: sfn }, { executionArn, maxResults: 1000 })) yield* page.events ?? [];
}
