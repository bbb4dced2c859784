import type { QueryExecution } from '@aws-sdk/client-athena';
import type { Type } from 'trino-on-duckdb';
import { ENGINE_VERSION } from '../work-groups';

export type State = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** A query and what became of it, as it is kept on disk. Times are milliseconds since 1970. */
export interface Execution {
  readonly id: string;
  readonly query: string;
  readonly parameters: readonly string[];
  readonly workGroup: string;
  readonly database?: string | undefined;
  readonly catalog?: string | undefined;
  /** What kind of statement it is; without one, a SELECT. */
  readonly statement?: 'SELECT' | 'UNLOAD' | undefined;
  /** Of an UNLOAD: where its files go, `s3://bucket/prefix/`. */
  readonly target?: string | undefined;
  /** Where the result is: `s3://bucket/prefix/<id>.csv`; of an UNLOAD it is the part that its manifest and metadata have in common. */
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
  /** How many rows an UNLOAD wrote. */
  written?: number | undefined;
  columns: readonly { readonly name: string; readonly type: Type }[];
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
    StatementType: 'DML',
    SubstatementType: execution.statement ?? 'SELECT',
    ResultConfiguration: { OutputLocation: outputLocation, ...(encryption !== undefined && { EncryptionConfiguration: encryption }) },
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
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

/** Lists the files that an UNLOAD wrote, an address a line. */
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
    ...(execution.statement === 'UNLOAD' && state === 'SUCCEEDED' && { DataManifestLocation: manifestLocation(execution) }),
    TotalExecutionTimeInMillis: end - submitted,
    QueryQueueTimeInMillis: begin - submitted,
    ServicePreProcessingTimeInMillis: 0,
    QueryPlanningTimeInMillis: 0,
    ServiceProcessingTimeInMillis: 0,
    ResultReuseInformation: { ReusedPreviousResult: false },
  };
}
