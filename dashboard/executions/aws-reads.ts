import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  type HistoryEvent as AwsHistoryEvent,
  DescribeExecutionCommand,
  type ExecutionListItem,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { type ExecutionItem, type HistoryEvent, type Reads, UnknownPage } from './reads';

export interface AwsReadsOptions {
  readonly sfn: SFNClient;
  readonly s3: S3Client;
  readonly stateMachineArn: string;
  readonly bucket: string;
}

/** Reads through the official clients. Needs `states:ListExecutions`, `DescribeExecution`, `GetExecutionHistory`, and `s3:GetObject` with `ListBucket`. */
export function createAwsReads({ sfn, s3, stateMachineArn, bucket }: AwsReadsOptions): Reads {
  const arnOf = (name: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    async listExecutions({ limit, onlySucceeded, token }) {
      const command = new ListExecutionsCommand({
        stateMachineArn,
        maxResults: limit,
        ...(onlySucceeded && { statusFilter: 'SUCCEEDED' }),
        ...(token !== undefined && { nextToken: token }),
      });
      const page = await sfn.send(command).catch(error => {
        if (nameOf(error) === 'InvalidToken') throw new UnknownPage('Step Functions does not know this page', { cause: error });
        throw error;
      });
      return { executions: (page.executions ?? []).map(asExecutionItem), nextToken: page.nextToken };
    },

    async describeExecution(name) {
      const found = await sfn
        .send(new DescribeExecutionCommand({ executionArn: arnOf(name) }))
        .catch(undefinedIf('ExecutionDoesNotExist', 'InvalidArn'));
      if (!found) return undefined;
      const { input = null, output = null, error = null, cause = null } = found;
      return { ...asExecutionItem(found), input, output, error, cause };
    },

    async readHistory(name, limit) {
      const events: HistoryEvent[] = [];
      let nextToken: string | undefined;
      do {
        const command = new GetExecutionHistoryCommand({
          executionArn: arnOf(name),
          maxResults: Math.min(limit - events.length, 1000),
          includeExecutionData: false,
          ...(nextToken !== undefined && { nextToken }),
        });
        const page = await sfn.send(command).catch(undefinedIf('ExecutionDoesNotExist'));
        if (!page) return undefined;
        events.push(...(page.events ?? []).map(asHistoryEvent));
        nextToken = page.nextToken;
      } while (nextToken !== undefined && events.length < limit);
      return events;
    },

    async openObject(key) {
      const found = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key })).catch(undefinedIf('NoSuchKey'));
      return found?.Body instanceof Readable ? found.Body : undefined;
    },
  };
}

function asExecutionItem({ name = '', status, startDate, stopDate }: Partial<ExecutionListItem>): ExecutionItem {
  return { name, status: status ?? 'RUNNING', startedAt: startDate ?? new Date(0), stoppedAt: stopDate ?? null };
}

function asHistoryEvent(event: AwsHistoryEvent): HistoryEvent {
  return {
    id: event.id ?? 0,
    previousId: event.previousEventId ?? 0,
    type: event.type ?? '',
    at: event.timestamp ?? new Date(0),
    state: event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name ?? null,
    iteration: event.mapIterationStartedEventDetails?.index ?? null,
  };
}

function undefinedIf(...names: readonly string[]) {
  return (error: unknown): undefined => {
    if (!names.includes(nameOf(error))) throw error;
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
