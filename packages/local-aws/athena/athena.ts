import { join } from 'node:path';
import { createEngine, type EngineOptions } from 'trino-on-duckdb';
import { type Clock, systemClock } from '../clock/clock';
import { type OnDamage, printDamage } from '../data-folder/state-file';
import { jsonService } from '../endpoint/json-protocol';
import type { Service } from '../endpoint/service';
import type { Catalog } from '../glue/catalog';
import type { ObjectStore } from '../s3/object-store';
import type { Execution } from './executions/execution';
import { createRunner, QueryEnded } from './executions/runner';
import { openExecutions } from './executions/store';
import { catalogOperations } from './operations/catalog-operations';
import { queryOperations } from './operations/query-operations';
import { resultOperations } from './operations/result-operations';
import { workGroupOperations } from './operations/work-group-operations';
import { openWorkGroups } from './work-groups';

/** Source: https://docs.aws.amazon.com/general/latest/gr/athena.html */
const ACTIVE_QUERIES = 200;
/** Source: https://docs.aws.amazon.com/athena/latest/ug/queries-viewing-history.html */
const HISTORY_DAYS = 45;

export interface AthenaOptions {
  /** For the work groups, the queries' records and results on their way to the object store. */
  readonly directory: string;
  /** Where tables are read and results are written. */
  readonly objects: ObjectStore;
  readonly catalog: Catalog;
  readonly now?: () => Date;
  readonly engine?: EngineOptions;
  /** How many queries may be queued or run at a time. By default AWS's quota of active DML queries in us-east-1. */
  readonly activeQueries?: number;
  /** How long the record of a query is kept, in days. By default AWS's. */
  readonly historyDays?: number;
  /** What a query does otherwise: it stays QUEUED for longer, or ends in another state. */
  readonly nextQuery?: (sql: string) => QueryPlan | undefined;
  readonly clock?: Clock;
  /** Called with files that could not be read. */
  readonly onDamage?: OnDamage;
}

export interface QueryPlan {
  /** Seconds. */
  readonly queued?: number | undefined;
  readonly state?: 'FAILED' | 'CANCELLED' | undefined;
  readonly reason?: string | undefined;
  readonly category: number;
  readonly type: number;
}

export interface Athena extends Service {
  /** Gets ready for queries that are on their way: their engine takes half a second to start. */
  expectQueries(): void;
  /** Resolves when a query has ended, and at once if there is no such query. Rejects when `signal` is aborted. */
  queryEnded(id: string, signal: AbortSignal): Promise<void>;
  /** Forgets records of queries that ended longer ago. Gives how many. */
  retain(retention: { readonly days: number }): Promise<number>;
}

/** Athena: Trino's SQL over the catalogue's tables, in Athena's API. */
export async function createAthena({
  directory,
  objects,
  catalog,
  now = () => new Date(),
  engine: engineOptions,
  activeQueries = ACTIVE_QUERIES,
  historyDays = HISTORY_DAYS,
  nextQuery = () => undefined,
  clock = systemClock,
  onDamage = printDamage,
}: AthenaOptions): Promise<Athena> {
  const groups = await openWorkGroups(directory, now, onDamage);
  const store = await openExecutions(join(directory, 'executions'), { now, historyDays, onDamage });
  const engine = createEngine(engineOptions);
  const beforeRun = async ({ query }: Execution, signal: AbortSignal) => {
    const plan = nextQuery(query);
    if (plan?.queued) await clock.sleep(plan.queued * 1000, signal);
    if (plan?.state) throw new QueryEnded(plan.state, plan.reason ?? `A fault ended the query as ${plan.state}`, plan);
  };
  const runner = await createRunner({
    directory: join(directory, 'results'),
    store,
    engine,
    objects,
    catalog,
    now,
    activeQueries,
    beforeRun,
  });
  const queryEnded = async (id: string, signal: AbortSignal) => {
    const execution = store.get(id);
    if (execution) await runner.ended(execution, signal);
  };
  const service = jsonService({
    name: 'athena',
    target: 'AmazonAthena',
    version: '1.1',
    operations: {
      ...queryOperations({ store, runner, groups, now }),
      ...resultOperations(store, objects),
      ...workGroupOperations(groups, now),
      ...catalogOperations(catalog),
    },
    close: () => runner.close(),
  });
  return { ...service, expectQueries: () => engine.warm(), queryEnded, retain: ({ days }) => store.forget(days) };
}
