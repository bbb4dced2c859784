import { CsvError } from 'csv-parse';
import type { Execution } from './execution';
import type { Executions } from './executions';
import { resultRows } from './result';

/** What a customer's total sales were in one execution; null where the execution's result does not name the customer. */
export async function readCustomerTotal(runs: Executions, { manifest }: Execution, customer: string): Promise<string | null> {
  const location = manifest?.queries.find(({ id }) => id === 'total-sales-by-customer')?.location;
  const file = location ? await runs.openResult(location) : undefined;
  if (!file) return null;
  try {
    let [nameAt, totalAt] = [-1, -1];
    let isHeader = true;
    for await (const row of resultRows(file)) {
      if (isHeader) [nameAt, totalAt] = [row.indexOf('customer'), row.indexOf('total_sales')];
      else if (row[nameAt] === customer) return row[totalAt] ?? null;
      isHeader = false;
    }
    return null;
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}
