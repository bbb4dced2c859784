import { parse } from 'csv-parse/sync';

/** An order as it stands in a processed file. */
export interface Order {
  readonly id: string;
  readonly customer: string;
  /** Cents. */
  readonly amount: bigint;
  readonly status: string;
  readonly date: string;
}

/** Reads a processed file, which is plain RFC 4180. */
export function readOrders(csv: string): readonly Order[] {
  const [, ...rows]: string[][] = parse(csv);
  return rows.map(([id = '', customer = '', amount = '', status = '', date = '']) => ({
    id,
    customer,
    amount: cents(amount),
    status,
    date,
  }));
}

/** The five answers, worked out without SQL: rows of text as they stand in the result files, without the header. */
export function fiveAnswers(orders: readonly Order[]): Readonly<Record<string, readonly (readonly string[])[]>> {
  const total = (group: readonly Order[]) => group.reduce((sum, { amount }) => sum + amount, 0n);
  const descending = (a: bigint, b: bigint) => (a < b ? 1 : a > b ? -1 : 0);
  const byCustomer = groups(orders, ({ customer }) => customer);
  const averages = byCustomer.map(([customer, group]) => ({ customer, average: halfUp(total(group), BigInt(group.length)) }));
  const february = orders.filter(({ date }) => date.startsWith('2025-02-'));
  return {
    'total-sales-by-customer': byCustomer
      .map(([customer, group]) => ({ customer, sum: total(group) }))
      .sort((a, b) => descending(a.sum, b.sum) || byText(a.customer, b.customer))
      .map(({ customer, sum }) => [customer, money(sum)]),
    'monthly-order-volume-and-revenue': groups(orders, ({ date }) => `${date.slice(0, 7)}-01`)
      .sort(([a], [b]) => byText(a, b))
      .map(([month, group]) => [month, String(group.length), money(total(group))]),
    'order-status': groups(orders, ({ status }) => status)
      .sort(([a, as], [b, bs]) => bs.length - as.length || byText(a, b))
      .map(([status, group]) => [status, String(group.length), money(total(group))]),
    'average-order-value-per-customer': averages
      .sort((a, b) => descending(a.average, b.average) || byText(a.customer, b.customer))
      .map(({ customer, average }) => [customer, money(average)]),
    'largest-orders-of-february-2025': [...february]
      .sort((a, b) => descending(a.amount, b.amount) || byText(a.id, b.id) || byText(a.customer, b.customer) || byText(a.date, b.date))
      .slice(0, 10)
      .map(({ id, customer, amount, status, date }) => [id, customer, money(amount), status, date]),
  };
}

function groups(orders: readonly Order[], key: (order: Order) => string): [string, Order[]][] {
  const found = new Map<string, Order[]>();
  for (const order of orders) found.set(key(order), [...(found.get(key(order)) ?? []), order]);
  return [...found];
}

/** Athena orders text by its code points, as UTF-8 does. */
function byText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function cents(amount: string): bigint {
  const [whole = '', fraction = ''] = amount.replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(2, '0'));
  return amount.startsWith('-') ? -value : value;
}

/** Rounds away from zero at a half, as DECIMAL does in Trino. */
function halfUp(sum: bigint, count: bigint): bigint {
  const size = sum < 0n ? -sum : sum;
  const rounded = (size * 2n + count) / (count * 2n);
  return sum < 0n ? -rounded : rounded;
}

function money(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
