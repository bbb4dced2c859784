import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** The same work, as a person would ask DuckDB for it: read and filter the file, write one snapshot as Parquet, answer five queries over it. */
export async function duckdbSeconds(input: string, folder: string): Promise<Readonly<Record<string, number>>> {
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', { temp_directory: join(folder, 'spill') });
  const connection = await instance.connect();
  const timed = async (...statements: string[]) => {
    const began = performance.now();
    for (const statement of statements) await connection.run(statement);
    return (performance.now() - began) / 1000;
  };
  const kept = `status NOT IN ('pending', 'cancelled') OR OrderDate > DATE '2025-04-21'`;
  const csv = join(folder, 'processed.csv');
  const columns = `columns = {OrderID: 'VARCHAR', Customer: 'VARCHAR', Amount: 'DECIMAL(18,2)', Status: 'VARCHAR', OrderDate: 'DATE'}`;
  try {
    const filter = await timed(`COPY (FROM read_csv('${input}', header = true, ${columns}) WHERE ${kept}) TO '${csv}' (HEADER)`);
    const latest = 'max(1) OVER (PARTITION BY OrderID)';
    const snapshot = await timed(
      `COPY (SELECT *, ${latest} AS latest FROM (SELECT OrderID, Customer, Status, OrderDate, min(Amount) AS Amount, count(*) AS rows
        FROM read_csv('${csv}', header = true, ${columns}) GROUP BY ALL)) TO '${folder}/orders.parquet' (FORMAT parquet)`,
    );
    const orders = `FROM '${folder}/orders.parquet'`;
    const answers = [
      `SELECT Customer, sum(Amount) AS total ${orders} GROUP BY 1 ORDER BY 2 DESC, 1`,
      `SELECT date_trunc('month', OrderDate) AS month, count(*), sum(Amount) ${orders} GROUP BY 1 ORDER BY 1`,
      `SELECT Status, count(*), sum(Amount) ${orders} GROUP BY 1 ORDER BY 2 DESC, 1`,
      `SELECT Customer, avg(Amount) AS average ${orders} GROUP BY 1 ORDER BY 2 DESC, 1`,
      `SELECT * ${orders} WHERE OrderDate BETWEEN DATE '2025-02-01' AND DATE '2025-02-28' ORDER BY Amount DESC, OrderID LIMIT 10`,
    ];
    const queries = await timed(...answers.map((query, index) => `COPY (${query}) TO '${folder}/${index}.csv' (HEADER)`));
    return { 'read, filter, write': filter, snapshot, 'five queries': queries };
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}
