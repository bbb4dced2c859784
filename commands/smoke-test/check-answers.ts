/** One row of a result or of a processed file: columns by name, everything text. */
export type Row = Readonly<Record<string, string>>;

export interface Answered {
  /** The rows of each result, by the query's id. */
  readonly answers: ReadonlyMap<string, readonly Row[]>;
  /** The rows of the upload that reached `processed/`. */
  readonly processed: readonly Row[];
  /** True if the table holds this upload and nothing else: the answers are then exact, else they are at least so much. */
  readonly alone: boolean;
}

/**
 * What is wrong with the five results, by the rows that were processed; empty where they are right. Written apart from the SQL, in
 * whole cents.
 */
export function checkAnswers({ answers, processed, alone }: Answered): readonly string[] {
  const problems: string[] = [];
  const rows = (id: string) => {
    const found = answers.get(id);
    if (found === undefined) problems.push(`${id}: expected a result, got none`);
    return found ?? [];
  };
  const expect = (what: string, got: bigint, least: bigint) => {
    if (alone ? got !== least : got < least) problems.push(`${what}: expected ${alone ? '' : 'at least '}${least}, got ${got}`);
  };
  const count = BigInt(processed.length);
  const revenue = sum(processed, 'Amount');
  const customers = BigInt(new Set(processed.map(({ Customer }) => Customer)).size);

  const total = rows('total-sales-by-customer');
  expect('total-sales-by-customer: cents', sum(total, 'total_sales'), revenue);
  expect('total-sales-by-customer: customers', BigInt(total.length), customers);
  const months = rows('monthly-order-volume-and-revenue');
  expect('monthly-order-volume-and-revenue: cents', sum(months, 'revenue'), revenue);
  expect('monthly-order-volume-and-revenue: orders', wholes(months, 'orders'), count);
  const statuses = rows('order-status');
  expect('order-status: orders', wholes(statuses, 'orders'), count);
  expect('order-status: cents', sum(statuses, 'total_amount'), revenue);
  const averages = rows('average-order-value-per-customer');
  expect('average-order-value-per-customer: customers', BigInt(averages.length), customers);
  for (const { customer = '', average_order_value } of alone ? averages : []) {
    const own = processed.filter(({ Customer }) => Customer === customer);
    expect(`average-order-value-per-customer: cents of ${customer}`, cents(average_order_value), mean(sum(own, 'Amount'), own.length));
  }
  const february = processed.filter(({ OrderDate = '' }) => OrderDate.startsWith('2025-02-'));
  const largest = february.map(({ Amount }) => cents(Amount)).sort((a, b) => Number(b - a));
  const ten = rows('largest-orders-of-february-2025');
  expect('largest-orders-of-february-2025: orders', BigInt(ten.length), BigInt(Math.min(10, largest.length)));
  expect(
    'largest-orders-of-february-2025: cents',
    sum(ten, 'amount'),
    largest.slice(0, 10).reduce((all, each) => all + each, 0n),
  );
  return problems;
}

function sum(rows: readonly Row[], column: string): bigint {
  return rows.reduce((total, row) => total + cents(row[column]), 0n);
}

function wholes(rows: readonly Row[], column: string): bigint {
  return rows.reduce((total, row) => total + BigInt(row[column] ?? 0), 0n);
}

/** Half a cent goes up, away from zero, as in Trino. */
function mean(total: bigint, count: number): bigint {
  const size = total < 0n ? -total : total;
  const rounded = count === 0 ? 0n : (2n * size + BigInt(count)) / (2n * BigInt(count));
  return total < 0n ? -rounded : rounded;
}

/** `-12.5` → `-1250n`. */
function cents(amount = '0'): bigint {
  const [, sign, whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount) ?? [];
  if (sign === undefined) throw new Error(`expected an amount with up to two places, got "${amount}"`);
  const value = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
  return sign === '-' ? -value : value;
}
