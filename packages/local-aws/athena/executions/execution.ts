import type { QueryExecution } from '@aws-sdk/client-athena';
import type { DdlStatement } from '../ddl/parse-ddl';
import type { ResultColumn } from '../results/column-info';
import { ENGINE_VERSION } from '../work-groups';

export type State = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** AWS's SubstatementType. */
export type StatementName = 'SELECT' | 'UNLOAD' | 'CREATE_TABLE_AS_SELECT' | 'CREATE_VIEW' | DdlStatement['kind'];

/** A query and what became of it, as it is kept on disk. Times are milliseconds since 1970. */
export interface Execution {
  readonly id: string;
  readonly query: string;
  readonly parameters: readonly string[];
  readonly workGroup: string;
  readonly database?: string | undefined;
  readonly catalog?: string | undefined;
  /** What kind of statement it is; without one, a SELECT. */
  readonly statement?: StatementName | undefined;
  /** Of an UNLOAD or a CREATE TABLE AS: where its files go, `s3://bucket/prefix/`. */
  readonly target?: string | undefined;
  /**
   * Where the result is: `s3://bucket/prefix/<id>.csv`, `.txt` for a statement about the catalogue; of a statement with a target it is the part
   * that its manifest and metadata have in common.
   */
  readonly outputLocation: string;
  readonly encryption?: unknown;
  /** The client's token and a hash of its request. */
  readonly token?: { readonly value: string; readonly request: string } | undefined;
  readonly cutoff?: number | undefined;
  readonly submitted: number;
  state: State;
  started?: number | undefined;
  completed?: number | undefined;
  reason?: string | undefined;
  error?: { readonly category: number; readonly type: number } | undefined;
  scannedBytes: number;
  /** How many rows a statement with a target wrote. */
  written?: number | undefined;
  columns: readonly ResultColumn[];
  /** As the client asked for it. No result is ever reused. */
  readonly reuse?: unknown;
}

/** Whether the statement writes files to a target. */
export function hasTarget({ statement }: Pick<Execution, 'statement'>): boolean {
  return statement === 'UNLOAD' || statement === 'CREATE_TABLE_AS_SELECT';
}

/** Whether the statement is about the catalogue, so that its result is lines of text. */
export function isDdl({ statement = 'SELECT' }: Pick<Execution, 'statement'>): boolean {
  return statement !== 'SELECT' && !hasTarget({ statement });
}

/** Source: https://docs.aws.amazon.com/athena/latest/APIReference/API_QueryExecution.html; clients know a CREATE TABLE AS by the type DDL. */
function statementType(statement: StatementName): 'DML' | 'DDL' | 'UTILITY' {
  if (statement === 'SELECT' || statement === 'UNLOAD') return 'DML';
  return statement.startsWith('SHOW') || statement === 'DESCRIBE_TABLE' ? 'UTILITY' : 'DDL';
}

export function isOver({ state }: Execution): boolean {
  return state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED';
}

/** As GetQueryExecution shows it; times in seconds. */
export function describe(execution: Execution): object {
  const { id, query, parameters, workGroup, database, catalog, outputLocation, encryption, submitted, state, completed, reason, error } =
    execution;
  const result: { [K in keyof QueryExecution]: unknown } = {
    QueryExecutionId: id,
    Query: query,
    StatementType: statementType(execution.statement ?? 'SELECT'),
    SubstatementType: execution.statement ?? 'SELECT',
    ResultConfiguration: { OutputLocation: outputLocation, ...(encryption !== undefined && { EncryptionConfiguration: encryption }) },
    ResultReuseConfiguration: execution.reuse ?? { ResultReuseByAgeConfiguration: { Enabled: false } },
    QueryExecutionContext: { ...(database !== undefined && { Database: database }), ...(catalog !== undefined && { Catalog: catalog }) },
    Status: {
      State: state,
      SubmissionDateTime: submitted / 1000,
      ...(completed !== undefined && { CompletionDateTime: completed / 1000 }),
      ...(reason !== undefined && { StateChangeReason: reason }),
      ...(error && {
        AthenaError: { ErrorCategory: error.category, ErrorType: error.type, Retryable: error.category === 1, ErrorMessage: reason },
      }),
    },
    Statistics: statistics(execution),
    WorkGroup: workGroup,
    EngineVersion: ENGINE_VERSION,
    ...(parameters.length > 0 && { ExecutionParameters: parameters }),
  };
  return result;
}

/** Lists the files that a statement with a target wrote, an address a line. */
export function manifestLocation({ outputLocation }: Execution): string {
  return `${outputLocation}-manifest.csv`;
}

function statistics(execution: Execution): object {
  const { submitted, started, completed, scannedBytes, state } = execution;
  const end = completed ?? submitted;
  const begin = started ?? end;
  return {
    EngineExecutionTimeInMillis: end - begin,
    DataScannedInBytes: scannedBytes,
    ...(hasTarget(execution) && state === 'SUCCEEDED' && { DataManifestLocation: manifestLocation(execution) }),
    TotalExecutionTimeInMillis: end - submitted,
    QueryQueueTimeInMillis: begin - submitted,
    ServicePreProcessingTimeInMillis: 0,
    QueryPlanningTimeInMillis: 0,
    ServiceProcessingTimeInMillis: 0,
    ResultReuseInformation: { ReusedPreviousResult: false },
  };
}
