import { Readable } from 'node:stream';
import { GetObjectCommand, ListObjectsV2Command, type S3Client, type _Object as StoredS3Object } from '@aws-sdk/client-s3';
import {
  type HistoryEvent as AwsHistoryEvent,
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  type ExecutionListItem,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { type DetailedEvent, type ExecutionItem, type HistoryEvent, MAX_DATA, type Reads, type StoredObject, UnknownPage } from './reads';
import { withIdleLimit, withTimeLimit } from './time-limit';

export interface AwsReadsOptions {
  readonly sfn: SFNClient;
  readonly s3: S3Client;
  readonly stateMachineArn: string;
  readonly bucket: string;
  /** Milliseconds that a call may take, its retries included, and that a body may pause. @default 5 seconds */
  readonly limit?: number;
}

/** Reads through the official clients. Needs `states:ListExecutions`, `DescribeExecution`, `DescribeStateMachineForExecution`, `GetExecutionHistory`, and `s3:GetObject` with `ListBucket`. */
export function createAwsReads({ sfn, s3, stateMachineArn, bucket, limit = 5000 }: AwsReadsOptions): Reads {
  const arnOf = (name: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    async listExecutions({ limit: maxResults, onlySucceeded, token }) {
      const command = new ListExecutionsCommand({
        stateMachineArn,
        maxResults,
        ...(onlySucceeded && { statusFilter: 'SUCCEEDED' }),
        ...(token !== undefined && { nextToken: token }),
      });
      const page = await withTimeLimit(limit, abortSignal => sfn.send(command, { abortSignal })).catch(error => {
        if (nameOf(error) === 'InvalidToken') throw new UnknownPage('Step Functions does not know this page', { cause: error });
        throw error;
      });
      return { executions: (page.executions ?? []).map(asExecutionItem), nextToken: page.nextToken };
    },

    async describeExecution(name) {
      const command = new DescribeExecutionCommand({ executionArn: arnOf(name) });
      const found = await withTimeLimit(limit, abortSignal => sfn.send(command, { abortSignal })).catch(
        undefinedIf('ExecutionDoesNotExist', 'InvalidArn'),
      );
      if (!found) return undefined;
      const { input = null, output = null, error = null, cause = null } = found;
      return { ...asExecutionItem(found), input, output, error, cause };
    },

    async readHistory(name, maxEvents) {
      return (await readEvents(name, maxEvents, false))?.map(asHistoryEvent);
    },

    async readDetails(name, maxEvents) {
      return (await readEvents(name, maxEvents, true))?.map(asDetailedEvent);
    },

    async readDefinition(name) {
      const command = new DescribeStateMachineForExecutionCommand({ executionArn: arnOf(name) });
      const found = await withTimeLimit(limit, abortSignal => sfn.send(command, { abortSignal })).catch(
        undefinedIf('ExecutionDoesNotExist', 'InvalidArn', 'AccessDeniedException'),
      );
      return found?.definition;
    },

    async openObject(key) {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key });
      const found = await withTimeLimit(limit, abortSignal => s3.send(command, { abortSignal })).catch(undefinedIf('NoSuchKey'));
      return found?.Body instanceof Readable ? withIdleLimit(found.Body, limit) : undefined;
    },

    async listKeys({ prefix, limit: MaxKeys, token }) {
      const command = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        MaxKeys,
        ...(token !== undefined && { ContinuationToken: token }),
      });
      const page = await withTimeLimit(limit, abortSignal => s3.send(command, { abortSignal }));
      return { objects: (page.Contents ?? []).map(asStoredObject), nextToken: page.NextContinuationToken };
    },
  };

  async function readEvents(
    name: string,
    maxEvents: number,
    includeExecutionData: boolean,
  ): Promise<readonly AwsHistoryEvent[] | undefined> {
    const events: AwsHistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const command = new GetExecutionHistoryCommand({
        executionArn: arnOf(name),
        maxResults: Math.min(maxEvents - events.length, 1000),
        includeExecutionData,
        ...(nextToken !== undefined && { nextToken }),
      });
      const page = await withTimeLimit(limit, abortSignal => sfn.send(command, { abortSignal })).catch(
        undefinedIf('ExecutionDoesNotExist'),
      );
      if (!page) return undefined;
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined && events.length < maxEvents);
    return events;
  }
}

function asExecutionItem({ name = '', status, startDate, stopDate }: Partial<ExecutionListItem>): ExecutionItem {
  return { name, status: status ?? 'RUNNING', startedAt: startDate ?? new Date(0), stoppedAt: stopDate ?? null };
}

function asStoredObject({ Key = '', ETag = '', Size = 0, LastModified = new Date(0) }: StoredS3Object): StoredObject {
  return { key: Key, etag: ETag.replaceAll('"', ''), size: Size, lastModified: LastModified };
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

/** Each type of event names its details differently; the fields in them are the same. */
function asDetailedEvent(event: AwsHistoryEvent): DetailedEvent {
  const data: { input?: string; output?: string; parameters?: string; error?: string; cause?: string } = Object.assign(
    {},
    ...Object.entries(event).flatMap(([name, details]) => (name.endsWith('EventDetails') && typeof details === 'object' ? [details] : [])),
  );
  const cut = (text: string | undefined) => text?.slice(0, MAX_DATA) ?? null;
  return {
    ...asHistoryEvent(event),
    input: cut(data.input ?? data.parameters),
    output: cut(data.output),
    error: cut(data.error),
    cause: cut(data.cause),
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
