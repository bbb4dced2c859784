import type { StartQueryExecutionCommandInput } from '@aws-sdk/client-athena';
import { GetQueryExecutionCommand, GetQueryResultsCommand, type QueryExecution, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { BUCKET, DATABASE, type startLocalAthena } from './local-athena';

type Local = Awaited<ReturnType<typeof startLocalAthena>>;

/** Runs statements as a client does, with results in `results/`. */
export function statementsOf({ athena }: Pick<Local, 'athena'>) {
  const run = async (QueryString: string, more: Partial<StartQueryExecutionCommandInput> = {}): Promise<QueryExecution> => {
    const { QueryExecutionId } = await athena.send(
      new StartQueryExecutionCommand({
        QueryString,
        QueryExecutionContext: { Database: DATABASE },
        ResultConfiguration: { OutputLocation: `s3://${BUCKET}/results/` },
        ...more,
      }),
    );
    for (;;) {
      const { QueryExecution = {} } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      if (!['QUEUED', 'RUNNING'].includes(QueryExecution.Status?.State ?? '')) return QueryExecution;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  };
  /** The rows of the result, or why there are none. */
  const rows = async (sql: string, more: Partial<StartQueryExecutionCommandInput> = {}) => {
    const { QueryExecutionId, Status, StatementType } = await run(sql, more);
    if (Status?.State !== 'SUCCEEDED') return Status?.StateChangeReason;
    const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
    const all = (ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map(datum => datum.VarCharValue ?? null));
    return StatementType === 'DML' ? all.slice(1) : all;
  };
  /** The lines of a statement about the catalogue, without the blanks that pad them. */
  const lines = async (sql: string, more: Partial<StartQueryExecutionCommandInput> = {}) => {
    const result = await rows(sql, more);
    return Array.isArray(result) ? result.map(([line]) => (line ?? '').replaceAll(/ +(?=\t|$)/g, '')) : result;
  };
  return { run, rows, lines };
}
