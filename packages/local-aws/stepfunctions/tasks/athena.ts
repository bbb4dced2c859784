import { setTimeout as delay } from 'node:timers/promises';
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  type GetQueryExecutionCommandOutput,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandOutput,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { z } from 'zod';
import { optimizedError } from './sdk-errors';
import { sdkMetadata } from './sdk-metadata';
import { type TaskContext, TaskError } from './task-runner';

const startSchema = z.looseObject({ QueryString: z.string() });
const idSchema = z.looseObject({ QueryExecutionId: z.string() });

/** Resolves when the query has ended; rejects when the signal is aborted. */
export type QueryEnded = (queryExecutionId: string, signal: AbortSignal) => Promise<void>;

/** The optimized integration of Athena: `startQueryExecution`, with `.sync` until the query has ended, and what goes with it. */
export async function callAthena(
  client: AthenaClient,
  action: string,
  args: unknown,
  context: TaskContext,
  queryEnded?: QueryEnded,
): Promise<unknown> {
  try {
    if (action === 'startQueryExecution.sync') return await runQuery(client, args, context, queryEnded);
    const options = { abortSignal: context.signal };
    if (action === 'startQueryExecution')
      return membersOf(await client.send(new StartQueryExecutionCommand(startSchema.parse(args)), options));
    const request = idSchema.parse(args);
    if (action === 'getQueryExecution') return membersOf(await client.send(new GetQueryExecutionCommand(request), options));
    if (action === 'getQueryResults') return membersOf(await client.send(new GetQueryResultsCommand(request), options));
    return membersOf(await client.send(new StopQueryExecutionCommand(request), options));
  } catch (error) {
    if (error instanceof TaskError) throw error;
    if (error instanceof z.ZodError)
      throw new TaskError('States.Runtime', `Wrong arguments for athena:${action}: ${z.prettifyError(error)}`);
    throw optimizedError('Athena', 'AmazonAthena', error);
  }
}

/** Asks often at first, since most queries here are short; the step is in milliseconds. */
const STEPS = [20, 30, 50, 80, 130, 200, 300, 500];
/** The more queries are watched, the less often each is looked at: 200 looks a second leave the processor to the queries. */
const MILLISECONDS_PER_LOOK = 5;
let watched = 0;

/** A query that is no longer wanted is stopped: it would run on and cost. */
async function runQuery(client: AthenaClient, args: unknown, context: TaskContext, queryEnded?: QueryEnded): Promise<unknown> {
  // Awaited even after an abort: without the answer there is no id with which to stop the query.
  const started = await client.send(new StartQueryExecutionCommand(startSchema.parse(args)));
  const { QueryExecutionId = '' } = started;
  const stop = () => {
    client.send(new StopQueryExecutionCommand({ QueryExecutionId })).catch(() => {});
  };
  if (context.signal.aborted) stop();
  context.signal.throwIfAborted();
  context.signal.addEventListener('abort', stop, { once: true });
  context.submitted(membersOf(started));
  watched += 1;
  try {
    await queryEnded?.(QueryExecutionId, context.signal);
    for (let look = 0; ; look += 1) {
      const pause = Math.max(STEPS[look] ?? 500, watched * MILLISECONDS_PER_LOOK);
      if (look > 0 || !queryEnded) await delay(pause, undefined, { signal: context.signal });
      const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }), { abortSignal: context.signal });
      const state = QueryExecution?.Status?.State;
      if (state === 'SUCCEEDED') return plain({ QueryExecution });
      if (state === 'FAILED' || state === 'CANCELLED') throw new TaskError('States.TaskFailed', JSON.stringify(plain({ QueryExecution })));
    }
  } finally {
    watched -= 1;
    context.signal.removeEventListener('abort', stop);
  }
}

type Output = StartQueryExecutionCommandOutput | GetQueryExecutionCommandOutput;

function membersOf({ $metadata, ...members }: Output): unknown {
  return { ...plainMembers(members), ...sdkMetadata($metadata) };
}

function plainMembers(members: object): object {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, plain(value)]));
}

/** Optimized integrations give times in milliseconds since 1970. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null ? plainMembers(value) : value;
}
