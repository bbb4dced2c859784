import { readPage } from 'trino-on-duckdb';
import * as z from 'zod';
import type { Operation } from '../../endpoint/json-protocol';
import type { ObjectStore } from '../../s3/object-store';
import { type Execution, hasTarget, isDdl, isOver } from '../executions/execution';
import type { ExecutionStore } from '../executions/store';
import { columnInfo } from '../results/column-info';
import { readLines } from '../results/lines';
import { locate } from '../results/location';
import { invalidRequest, parse } from './input';
import { executionOf } from './query-operations';

const request = z.looseObject({
  QueryExecutionId: z.string().min(1).max(128),
  MaxResults: z.int().min(1).max(1000).optional(),
  NextToken: z.string().min(1).max(1024).optional(),
});

/** Results are read from the file that the query wrote, as in Athena: the first row of a CSV is the header; lines of text have none. */
export function resultOperations(store: ExecutionStore, objects: ObjectStore): Record<string, Operation> {
  return {
    async GetQueryResults(input) {
      const { QueryExecutionId: id, MaxResults = 1000, NextToken } = parse(request, input);
      const execution = executionOf(store, id);
      checkFinished(execution);
      if (hasTarget(execution))
        return {
          UpdateCount: execution.written ?? 0,
          ResultSet: { Rows: [], ResultSetMetadata: { ColumnInfo: execution.columns.map(columnInfo) } },
        };
      const { bucket, key } = locate(execution.outputLocation);
      const object = await objects.head(bucket, key);
      if (!object) throw invalidRequest(`Could not find results: ${execution.outputLocation} is not there`);
      const read = isDdl(execution) ? readLines : readPage;
      const { rows, next } = await read(object.path, offsetOf(NextToken, id), MaxResults);
      return {
        UpdateCount: 0,
        ResultSet: {
          Rows: rows.map(row => ({ Data: row.map(value => (value === null ? {} : { VarCharValue: value })) })),
          ResultSetMetadata: { ColumnInfo: execution.columns.map(columnInfo) },
        },
        ...(next !== undefined && { NextToken: Buffer.from(`${id}:${next}`).toString('base64') }),
      };
    },
    GetQueryRuntimeStatistics(input) {
      const execution = executionOf(store, parse(request, input).QueryExecutionId);
      const { submitted, started = submitted, completed = started, scannedBytes } = execution;
      const Timeline = {
        QueryQueueTimeInMillis: started - submitted,
        EngineExecutionTimeInMillis: completed - started,
        TotalExecutionTimeInMillis: completed - submitted,
      };
      return { QueryRuntimeStatistics: { Timeline, Rows: { InputBytes: scannedBytes } } };
    },
  };
}

function checkFinished(execution: Execution): void {
  if (execution.state === 'SUCCEEDED') return;
  const message = isOver(execution)
    ? 'Query did not finish successfully. Final query state:'
    : 'Query has not yet finished. Current state:';
  throw invalidRequest(`${message} ${execution.state}`, 'INVALID_QUERY_EXECUTION_STATE');
}

function offsetOf(token: string | undefined, id: string): number {
  if (token === undefined) return 0;
  const [of, offset] = Buffer.from(token, 'base64').toString().split(':');
  if (of !== id || !/^\d+$/.test(offset ?? '')) throw invalidRequest('The NextToken is not one of this query');
  return Number(offset);
}
