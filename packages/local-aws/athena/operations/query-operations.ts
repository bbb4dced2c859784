import { createHash, randomUUID } from 'node:crypto';
import { parseStatement, TrinoError } from 'trino-on-duckdb';
import * as z from 'zod';
import type { Operation } from '../../endpoint/json-protocol';
import { parseDdl } from '../ddl/parse-ddl';
import { describe, type Execution, hasTarget, isDdl, type StatementName } from '../executions/execution';
import type { Runner } from '../executions/runner';
import type { ExecutionStore } from '../executions/store';
import { resultConfiguration, type WorkGroup, type WorkGroups } from '../work-groups';
import { catalogName, invalidRequest, page, pageFields, parse } from './input';
import { workGroupOf } from './work-group-operations';

/** In bytes. Source: https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
const LONGEST_QUERY = 262_144;
/** Seven days. Source: https://docs.aws.amazon.com/athena/latest/APIReference/API_ResultReuseByAgeConfiguration.html */
const MOST_REUSE_MINUTES = 10_080;

const reuse = z.looseObject({
  ResultReuseByAgeConfiguration: z
    .looseObject({ Enabled: z.boolean(), MaxAgeInMinutes: z.int().min(0).max(MOST_REUSE_MINUTES).optional() })
    .optional(),
});
const start = z.looseObject({
  QueryString: z.string().min(1),
  ClientRequestToken: z.string().min(32).max(128).optional(),
  QueryExecutionContext: z.looseObject({ Database: z.string().min(1).max(255).optional(), Catalog: catalogName.optional() }).optional(),
  ResultConfiguration: resultConfiguration.optional(),
  WorkGroup: z.string().optional(),
  ExecutionParameters: z.array(z.string().min(1).max(1024)).min(1).optional(),
  ResultReuseConfiguration: reuse.optional(),
});
const identified = z.looseObject({ QueryExecutionId: z.string().min(1).max(128) });
const listing = z.looseObject({ ...pageFields, WorkGroup: z.string().optional() });
const batch = z.looseObject({ QueryExecutionIds: z.array(z.string()).min(1).max(50) });

export interface QueryOperationsOptions {
  readonly store: ExecutionStore;
  readonly runner: Runner;
  readonly groups: WorkGroups;
  readonly now: () => Date;
}

export function queryOperations({ store, runner, groups, now }: QueryOperationsOptions): Record<string, Operation> {
  return {
    async StartQueryExecution(input) {
      const request = parse(start, input);
      const token = tokenOf(request);
      const previous = token && store.byToken(token.value);
      if (previous && previous.token?.request !== token?.request) throw invalidRequest('Idempotent parameters do not match');
      if (previous) return { QueryExecutionId: previous.id };
      const group = workGroupOf(groups, request.WorkGroup ?? 'primary');
      if (group.state === 'DISABLED') throw invalidRequest(`WorkGroup ${group.name} is disabled.`);
      const statement = checkQuery(request.QueryString);
      const execution = newExecution(request, group, token, now(), statement);
      await runner.start(execution);
      return { QueryExecutionId: execution.id };
    },
    GetQueryExecution(input) {
      return { QueryExecution: describe(executionOf(store, parse(identified, input).QueryExecutionId)) };
    },
    BatchGetQueryExecution(input) {
      const { QueryExecutionIds: ids } = parse(batch, input);
      const missing = ids.filter(id => !store.get(id));
      return {
        QueryExecutions: ids.flatMap(id => store.get(id) ?? []).map(describe),
        UnprocessedQueryExecutionIds: missing.map(id => ({
          QueryExecutionId: id,
          ErrorCode: 'INVALID_INPUT',
          ErrorMessage: `QueryExecution ${id} was not found`,
        })),
      };
    },
    ListQueryExecutions(input) {
      const request = parse(listing, input);
      const { name } = workGroupOf(groups, request.WorkGroup ?? 'primary');
      const { items, ...token } = page(store.list(name), request);
      return { QueryExecutionIds: items.map(({ id }) => id), ...token };
    },
    async StopQueryExecution(input) {
      await runner.stop(executionOf(store, parse(identified, input).QueryExecutionId));
    },
  };
}

export function executionOf(store: ExecutionStore, id: string): Execution {
  const execution = store.get(id);
  if (!execution) throw invalidRequest(`QueryExecution ${id} was not found`);
  return execution;
}

/** The same token with the same request is the same query; every parameter counts. */
function tokenOf({ ClientRequestToken: value, ...request }: z.infer<typeof start>): Execution['token'] {
  if (value === undefined) return undefined;
  return { value, request: createHash('sha256').update(JSON.stringify(request)).digest('hex') };
}

/** What is no SQL at all, Athena refuses at once; what does not fit the tables fails later, as an execution. */
function checkQuery(sql: string): Checked {
  const length = Buffer.byteLength(sql);
  if (length > LONGEST_QUERY) throw invalidRequest(`The query is ${length} bytes long, more than the ${LONGEST_QUERY} that are allowed`);
  try {
    const statement = parseStatement(sql);
    if (statement.kind === 'query') return { name: 'SELECT' };
    if (statement.kind === 'unload') return { name: 'UNLOAD', target: statement.target };
    if (statement.kind === 'create table as') return { name: 'CREATE_TABLE_AS_SELECT', target: statement.target };
    if (statement.kind === 'create view') return { name: 'CREATE_VIEW' };
    const name = parseDdl(sql)?.kind;
    if (name) return { name };
    throw invalidRequest(
      `Queries of this type are not supported by local AWS: ${statement.name}; see packages/local-aws/README.md`,
      'NOT_SUPPORTED',
    );
  } catch (error) {
    if (error instanceof TrinoError && error.code === 'SYNTAX_ERROR') throw invalidRequest(error.detail, 'MALFORMED_QUERY');
    if (!(error instanceof TrinoError) && !(error instanceof RangeError)) throw error;
    return { name: 'SELECT' };
  }
}

/** What is known of a statement before it runs. */
interface Checked {
  readonly name: StatementName;
  /** Where its files go, if it says so. */
  readonly target?: string | undefined;
}

function newExecution(
  request: z.infer<typeof start>,
  { name, configuration }: WorkGroup,
  token: Execution['token'],
  now: Date,
  statement: Checked,
): Execution {
  const isEnforced = configuration.EnforceWorkGroupConfiguration ?? false;
  const result = { ...configuration.ResultConfiguration, ...(isEnforced ? undefined : request.ResultConfiguration) };
  if (!result.OutputLocation)
    throw invalidRequest(
      'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
    );
  const isCreation = statement.name === 'CREATE_TABLE_AS_SELECT';
  if (isCreation && isEnforced && statement.target !== undefined) throw invalidRequest(ENFORCED_LOCATION);
  const id = randomUUID();
  const folder = result.OutputLocation.replace(/\/$/, '');
  const ending = isDdl({ statement: statement.name }) ? '.txt' : hasTarget({ statement: statement.name }) ? '' : '.csv';
  return {
    id,
    statement: statement.name,
    target: isCreation ? (statement.target ?? `${folder}/tables/${id}`) : statement.target,
    query: request.QueryString,
    parameters: request.ExecutionParameters ?? [],
    workGroup: name,
    database: request.QueryExecutionContext?.Database,
    catalog: request.QueryExecutionContext?.Catalog,
    outputLocation: `${folder}${isCreation ? '/tables' : ''}/${id}${ending}`,
    encryption: result.EncryptionConfiguration,
    reuse: request.ResultReuseConfiguration,
    token,
    cutoff: configuration.BytesScannedCutoffPerQuery,
    submitted: now.getTime(),
    state: 'QUEUED',
    scannedBytes: 0,
    columns: [],
  };
}

/** AWS's words. Source: https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html */
const ENFORCED_LOCATION =
  "The Create Table As Select query failed because it was submitted with an 'external_location' property to an Athena Workgroup that enforces a centralized output location for all queries. Please remove the 'external_location' property and resubmit the query.";
