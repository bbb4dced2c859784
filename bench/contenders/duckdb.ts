import { DuckDBInstance } from '@duckdb/node-api';
import { formNamed } from '../forms';
import { report } from './report';

/** DuckDB on one thread, from CSV to CSV, or to Parquet with the compression that is named last, with the columns' types given, as it is fastest. */
const [input = '', output = '', asOf = '', form = 'standard', format = 'csv', compression = ''] = process.argv.slice(2);
const options = formNamed(form).duckdb;
const target = format === 'parquet' ? `FORMAT PARQUET, COMPRESSION ${compression}` : "HEADER, DELIMITER ','";

async function main(): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const result = await connection.run(`
    COPY (
      SELECT OrderID, Customer, Amount, Status, OrderDate
      FROM read_csv(
        '${input}', header = true, auto_detect = false, ${options}, quote = '"', escape = '"', ignore_errors = true,
        columns = { OrderID: 'VARCHAR', Customer: 'VARCHAR', Amount: 'DECIMAL(18, 2)', Status: 'VARCHAR', OrderDate: 'DATE' }
      )
      WHERE OrderID IS NOT NULL AND Customer IS NOT NULL
        AND NOT (lower(Status) IN ('pending', 'cancelled') AND OrderDate <= DATE '${asOf}' - 30)
    ) TO '${output}' (${target})`);
  report({ kept: Number(result.rowsChanged) });
}

void main();
