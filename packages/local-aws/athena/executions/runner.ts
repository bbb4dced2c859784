import { EventEmitter, once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  BYTES_LIMIT,
  type Engine,
  MOST_AT_ONCE,
  makeJob,
  parseStatement,
  type QueryResult,
  TrinoError,
  trinoErrorOf,
} from 'trino-on-duckdb';
import { ServiceError } from '../../endpoint/service-error';
import type { Catalog } from '../../glue/catalog';
import type { ObjectStore } from '../../s3/object-store';
import { parseDdl } from '../ddl/parse-ddl';
import { runDdl } from '../ddl/run-ddl';
import { type AthenaError, athenaErrorOf, CANCELLED } from './athena-error';
import { newTableName, registerTable } from './create-table';
import { createView } from './create-view';
import { type Execution, hasTarget, isDdl, isOver } from './execution';
import { checkTarget, publishFiles } from './publish-files';
import { publishLines, publishResult } from './publish-result';
import type { ExecutionStore } from './store';

/** Athena's own limit, in milliseconds. */
const TIME_LIMIT = 30 * 60_000;

export interface Runner {
  /** Queues the query. Fails with `TooManyRequestsException` where too many are queued or run. */
  start(execution: Execution): Promise<void>;
  stop(execution: Execution): Promise<void>;
  /** Resolves when the query has ended. Rejects when `signal` is aborted. */
  ended(execution: Execution, signal: AbortSignal): Promise<void>;
  /** Ends what runs, and waits for it. */
  close(): Promise<void>;
}

export interface RunnerOptions {
  /** For results on their way into the object store. */
  readonly directory: string;
  readonly store: ExecutionStore;
  readonly engine: Engine;
  readonly objects: ObjectStore;
  readonly catalog: Catalog;
  readonly now: () => Date;
  /** How many queries may be queued or run. */
  readonly activeQueries: number;
  /** Awaited while the query is QUEUED. Throws `QueryEnded` for a query that is to end otherwise. */
  readonly beforeRun?: ((execution: Execution, signal: AbortSignal) => Promise<void>) | undefined;
}

/** A query ends as a fault says. */
export class QueryEnded extends Error {
  override readonly name = 'QueryEnded';

  constructor(
    readonly state: 'FAILED' | 'CANCELLED',
    reason: string,
    readonly error: AthenaError,
  ) {
    super(reason);
  }
}

/** Takes queries from QUEUED over RUNNING to their end, at most `MOST_AT_ONCE` at a time, in the order of their start. */
export async function createRunner({
  directory,
  store,
  engine,
  objects,
  catalog,
  now,
  activeQueries,
  beforeRun = async () => {},
}: RunnerOptions): Promise<Runner> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const formsFile = join(dirname(directory), 'known-forms.txt');
  let starting = 0;
  const queue: Execution[] = [];
  /** Tells the ids of queries that have ended. */
  const ends = new EventEmitter().setMaxListeners(0);
  const running = new Map<string, { readonly controller: AbortController; readonly done: Promise<void> }>();

  const next = () => {
    const execution = running.size < MOST_AT_ONCE ? queue.shift() : undefined;
    if (!execution) return;
    const controller = new AbortController();
    // An end that could not be written down is known here all the same; after a restart the query is FAILED.
    const done = run(execution, controller)
      .catch(() => {})
      .finally(() => {
        running.delete(execution.id);
        ends.emit(execution.id);
        next();
      });
    running.set(execution.id, { controller, done });
  };

  const run = async (execution: Execution, controller: AbortController) => {
    const timer = setTimeout(
      () => controller.abort(new TrinoError('EXCEEDED_TIME_LIMIT', `Query exceeded the maximum run time of ${TIME_LIMIT / 1000} s`)),
      TIME_LIMIT,
    );
    const scratch = join(directory, execution.id);
    let outcome: Partial<Execution>;
    try {
      await beforeRun(execution, controller.signal);
      // Not saved: after a restart a query that runs is FAILED, as one that is queued.
      Object.assign(execution, { state: 'RUNNING', started: now().getTime() });
      await mkdir(scratch, { recursive: true });
      outcome = { state: 'SUCCEEDED', ...(await runStatement(execution, scratch, controller.signal)) };
    } catch (error) {
      outcome = outcomeOf(controller.signal.aborted ? controller.signal.reason : error);
    } finally {
      clearTimeout(timer);
      await rm(scratch, { recursive: true, force: true });
    }
    Object.assign(execution, outcome, { completed: now().getTime() });
    await store.save(execution);
  };

  const runStatement = async (execution: Execution, scratch: string, signal: AbortSignal): Promise<Partial<Execution>> => {
    if (execution.statement === 'CREATE_VIEW') return runView(execution, scratch, signal);
    if (isDdl(execution)) return runDdlStatement(execution);
    if (hasTarget(execution)) return runWithFiles(execution, scratch, signal);
    const output = join(scratch, 'result.csv');
    const result = await runInEngine(execution, { output, scratch }, signal);
    await publishResult(execution, output, result.columns, objects);
    return { scannedBytes: result.scannedBytes, columns: result.columns };
  };

  const runDdlStatement = async (execution: Execution): Promise<Partial<Execution>> => {
    const statement = parseDdl(execution.query);
    if (!statement) throw new TrinoError('GENERIC_INTERNAL_ERROR', `The statement ${execution.statement} was not recognized`);
    const result = await runDdl(statement, { current: databaseOf(execution), catalog, objects });
    const columns = result.columns.map(name => ({ name, type: { name: 'string' as const } }));
    await publishLines(execution, result.lines, columns, objects);
    return { columns };
  };

  const runView = async (execution: Execution, scratch: string, signal: AbortSignal): Promise<Partial<Execution>> => {
    const statement = parseStatement(execution.query);
    const { columns } = await runInEngine(execution, { output: join(scratch, 'files'), scratch }, signal);
    if (statement.kind === 'create view') await createView(statement, databaseOf(execution), columns, catalog);
    await publishLines(execution, [], [], objects);
    return {};
  };

  const runWithFiles = async (execution: Execution, scratch: string, signal: AbortSignal): Promise<Partial<Execution>> => {
    const statement = parseStatement(execution.query);
    const isCreation = statement.kind === 'create table as';
    const table = isCreation ? await newTableName(statement, databaseOf(execution), catalog) : undefined;
    if (isCreation && !table) return publishFiles(execution, { rows: 0 }, objects);
    await checkTarget(execution, objects, table && `${table.database}.${table.name}`);
    const result = await runInEngine(execution, { output: join(scratch, 'files'), scratch }, signal);
    const published = await publishFiles(execution, result, objects);
    if (table) await registerTable(table, execution.target ?? '', result, catalog);
    return { scannedBytes: result.scannedBytes, ...published };
  };

  const runInEngine = async (
    execution: Execution,
    places: { readonly output: string; readonly scratch: string },
    signal: AbortSignal,
  ): Promise<QueryResult> => {
    const { id, query, parameters, cutoff } = execution;
    const job = await makeJob({
      sql: query,
      parameters,
      database: databaseOf(execution),
      now: now(),
      cutoff,
      formsFile,
      ...places,
      catalog,
      objects,
    });
    return engine.run(id, job, signal);
  };

  return {
    async start(execution) {
      if (starting + queue.length + running.size >= activeQueries) throw tooManyQueries();
      starting += 1;
      try {
        await store.save(execution);
      } finally {
        starting -= 1;
      }
      queue.push(execution);
      next();
    },
    async stop(execution) {
      if (isOver(execution)) return;
      const active = running.get(execution.id);
      active?.controller.abort(new Stopped());
      await active?.done;
      const waiting = queue.indexOf(execution);
      if (waiting < 0) return;
      queue.splice(waiting, 1);
      Object.assign(execution, { ...outcomeOf(new Stopped()), completed: now().getTime() });
      await store.save(execution).finally(() => ends.emit(execution.id));
    },
    async ended(execution, signal) {
      if (!isOver(execution)) await once(ends, execution.id, { signal });
    },
    async close() {
      queue.length = 0;
      await engine.close();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

/** The database that a bare name means. Some clients put its name in backquotes. */
function databaseOf({ database = 'default' }: Execution): string {
  return database.toLowerCase().replace(/^`(.+)`$/, '$1');
}

/** AWS's words. Source: https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
function tooManyQueries(): ServiceError {
  const message =
    'You have exceeded the limit for the number of queries you can run concurrently. Reduce the number of concurrent queries submitted by this account. Contact customer support to request a concurrent query limit increase.';
  return new ServiceError('TooManyRequestsException', message, 400, { Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED' });
}

class Stopped extends Error {
  override readonly name = 'Stopped';
}

function outcomeOf(error: unknown): Partial<Execution> {
  if (error instanceof Stopped) return { state: 'CANCELLED', reason: 'Query cancelled by user', error: CANCELLED };
  if (error instanceof QueryEnded) return { state: error.state, reason: error.message, error: error.error };
  const known = trinoErrorOf(error);
  if (known.detail === BYTES_LIMIT) return { state: 'CANCELLED', reason: BYTES_LIMIT, error: { category: 2, type: 1008 } };
  return { state: 'FAILED', reason: known.message, error: athenaErrorOf(known) };
}
