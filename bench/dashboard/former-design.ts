import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type ResultSet,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';

const QUERIES = [
  'SELECT customer, SUM(CAST(amount AS DECIMAL(18, 2))) AS total_sales FROM processed GROUP BY customer ORDER BY total_sales DESC, customer',
  `SELECT date_trunc('month', CAST(orderdate AS DATE)) AS order_month, COUNT(*) AS orders, SUM(CAST(amount AS DECIMAL(18, 2))) AS revenue
   FROM processed GROUP BY 1 ORDER BY 1`,
  'SELECT status, COUNT(*) AS orders, SUM(CAST(amount AS DECIMAL(18, 2))) AS total_amount FROM processed GROUP BY status ORDER BY orders DESC, status',
  'SELECT customer, AVG(CAST(amount AS DECIMAL(18, 2))) AS average FROM processed GROUP BY customer ORDER BY average DESC, customer',
  `SELECT orderid, customer, amount FROM processed WHERE orderdate BETWEEN '2025-02-01' AND '2025-02-28'
   ORDER BY CAST(amount AS DECIMAL(18, 2)) DESC, orderid LIMIT 10`,
];

/** The dashboard as the design before this one has it: each view runs the five queries, waits for them, and prints their first thousand rows. */
export function formerDesign(athena: AthenaClient, database: string, workGroup: string): Server {
  return createServer(async (request, response) => {
    if (request.url === '/healthz') return response.end();
    try {
      const results = await Promise.all(QUERIES.map(run));
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end(`<!doctype html>${results.map(table).join('')}`);
    } catch (error) {
      response.writeHead(502).end(String(error));
    }
  });

  async function run(sql: string): Promise<ResultSet> {
    const started = await athena.send(
      new StartQueryExecutionCommand({ QueryString: sql, QueryExecutionContext: { Database: database }, WorkGroup: workGroup }),
    );
    const { QueryExecutionId } = started;
    for (;;) {
      const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      const { State, StateChangeReason } = QueryExecution?.Status ?? {};
      if (State === 'SUCCEEDED') break;
      if (State === 'FAILED' || State === 'CANCELLED') throw new Error(StateChangeReason ?? State);
      await sleep(100);
    }
    const { ResultSet = {} } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
    return ResultSet;
  }
}

function table({ Rows = [] }: ResultSet): string {
  const cells = (row: (typeof Rows)[number]) => (row.Data ?? []).map(({ VarCharValue = '' }) => `<td>${VarCharValue}</td>`).join('');
  return `<table>${Rows.map(row => `<tr>${cells(row)}</tr>`).join('')}</table>`;
}
