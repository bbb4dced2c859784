import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/**
 * The same work, as a person would ask DuckDB for it: read and filter the file, write one snapshot as Parquet, answer five queries over it.
 * The snapshot is made twice: with one window, and by the rules of `queries/model/orders.sql`. Dropped rows are left out of all.
 */
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
    const byRules = await timed(
      `COPY (${byTheRules(`read_csv('${csv}', header = true, ${columns})`)}) TO '${folder}/rules' (FORMAT parquet, PARTITION_BY (state))`,
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
    return { 'read, filter, write': filter, 'snapshot, one window': snapshot, 'snapshot, our rules': byRules, 'five queries': queries };
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The rules of the model for uploads of one shop, currency and way to read rows. */
function byTheRules(rows: string): string {
  return `WITH variants AS (
      SELECT 'orders.csv' AS file, '' AS shop, '2026-11-30T00:00:00Z' AS upload, OrderID, Customer, Status, OrderDate,
        count(*) AS row_count, sum(Amount) AS total, min(Amount) AS least, max(Amount) AS most
      FROM ${rows} GROUP BY ALL
    ), compared AS (
      SELECT *, sum(row_count) OVER (PARTITION BY file, OrderID) AS rows_of_order,
        min(least) OVER (PARTITION BY file, OrderID) < max(most) OVER (PARTITION BY file, OrderID) AS differs
      FROM variants
    ), ranked AS (
      SELECT *, bool_or(differs) OVER (PARTITION BY file) AS any_differs, max(upload) OVER (PARTITION BY shop, OrderID) AS latest,
        greatest(max(upload) OVER (PARTITION BY shop, OrderID, Customer), max(upload) OVER (PARTITION BY shop, OrderID, OrderDate)) AS latest_of_order
      FROM compared
    )
    SELECT OrderID, Customer, if(least < most, total, least) AS Amount, Status, OrderDate, shop, upload, row_count,
      CASE WHEN upload < latest_of_order THEN latest_of_order END AS replaced_by,
      CASE WHEN upload = latest_of_order AND upload < latest THEN latest END AS clash,
      CASE WHEN upload < latest_of_order THEN 'replaced' WHEN any_differs AND rows_of_order > 1 THEN 'ambiguous' ELSE 'counts' END AS state
    FROM ranked`;
}
