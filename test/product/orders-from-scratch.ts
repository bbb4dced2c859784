/**
 * What the orders are, computed from the objects in `raw/` alone: a second reading that shares nothing with the pipeline. It knows the
 * standard form without quotes, which is what the histories upload.
 */
export interface RawObject {
  readonly key: string;
  /** Milliseconds, whole seconds. */
  readonly lastModified: number;
  readonly body: string;
}

interface Row {
  readonly id: string;
  readonly customer: string;
  readonly cents: number | null;
  readonly status: string;
  readonly date: string;
}

interface Order extends Row {
  readonly shop: string;
  /** Sorts as the uploads do. */
  readonly upload: string;
}

const HEADER = 'OrderID,Customer,Amount,Status,OrderDate\n';
const DAY_MS = 86_400_000;
const DROPPED = ['pending', 'cancelled', 'canceled'];

/** The five results as rows of text, on a day. Objects that are refused are left out by the caller. */
export function fiveResults(objects: readonly RawObject[], asOf: string): Readonly<Record<string, readonly (readonly string[])[]>> {
  const orders = ordersOf(objects, asOf);
  const cents = (order: Order) => order.cents ?? 0;
  const byCustomer = groups(orders, ({ customer }) => customer);
  const totals = [...byCustomer].map(([customer, own]) => ({ customer, total: sum(own.map(cents)), count: own.length }));
  const byMonth = [...groups(orders, ({ date }) => `${date.slice(0, 7)}-01`)].sort(([a], [b]) => compare(a, b));
  const byStatus = [...groups(orders, ({ status }) => status)];
  const february = orders.filter(({ date }) => date.startsWith('2025-02-'));
  return {
    'total-sales-by-customer': [...totals]
      .sort((a, b) => b.total - a.total || compare(a.customer, b.customer))
      .map(({ customer, total }) => [customer, money(total)]),
    'monthly-order-volume-and-revenue': byMonth.map(([month, own]) => [month, String(own.length), money(sum(own.map(cents)))]),
    'order-status': byStatus
      .sort(([a, x], [b, y]) => y.length - x.length || compare(a, b))
      .map(([status, own]) => [status, String(own.length), money(sum(own.map(cents)))]),
    'average-order-value-per-customer': totals
      .map(({ customer, total, count }) => ({ customer, average: halfUp(total, count) }))
      .sort((a, b) => b.average - a.average || compare(a.customer, b.customer))
      .map(({ customer, average }) => [customer, money(average)]),
    'largest-orders-of-february-2025': february
      .sort(
        (a, b) =>
          cents(b) - cents(a) ||
          compare(a.id, b.id) ||
          compare(a.customer, b.customer) ||
          compare(a.date, b.date) ||
          compare(a.status, b.status) ||
          compare(a.shop, b.shop),
      )
      .slice(0, 10)
      .map(order => [order.id, order.customer, money(cents(order)), order.status, order.date]),
  };
}

/** The orders that count. */
function ordersOf(objects: readonly RawObject[], asOf: string): readonly Order[] {
  const all = objects.flatMap(object => readObject(object, asOf));
  return all.filter(order => {
    const later = all.filter(other => other.shop === order.shop && other.id === order.id && other.upload > order.upload);
    if (later.some(other => other.customer === order.customer || other.date === order.date)) return false;
    return !isDropped(order, asOf) && !order.isAmbiguous;
  });
}

/** Whether the object is read, or refused. An object that is no order file is read: it holds no orders. */
export function isReadable({ key, lastModified, body }: RawObject): boolean {
  if (!isOrderFile(key)) return true;
  if (!body.startsWith(HEADER)) return false;
  const { lines, rows } = rowsOf(body, dayOf(lastModified));
  return lines.length - rows.length <= lines.length / 2;
}

/** Rows that are understood, on the day of the upload. */
function rowsOf(body: string, dayOfUpload: string) {
  const lines = body
    .split('\n')
    .slice(1)
    .filter(line => line !== '');
  return { lines, rows: lines.map(rowOf).filter((row): row is Row => row !== null && (row.cents !== null || isDropped(row, dayOfUpload))) };
}

function readObject({ key, lastModified, body }: RawObject, asOf: string): readonly (Order & { readonly isAmbiguous: boolean })[] {
  if (!isOrderFile(key)) return [];
  const shop = /\/shop=([^/]*)\//.exec(key)?.[1] ?? '';
  const upload = `${new Date(lastModified).toISOString()} ${key}`;
  const { rows } = rowsOf(body, dayOf(lastModified));
  const known = rows.filter(row => row.cents !== null || isDropped(row, asOf));
  const byId = groups(known, ({ id }) => id);
  const differs = [...byId.values()].some(own => new Set(own.flatMap(({ cents }) => cents ?? [])).size > 1);
  const variants = groups(known, row => [row.id, row.customer, row.status, row.date].join('\u0000'));
  return [...variants.values()].flatMap(own => {
    const [first] = own;
    if (!first) return [];
    const isAmbiguous = differs && (byId.get(first.id)?.length ?? 0) > 1;
    return [{ ...first, shop, upload, isAmbiguous }];
  });
}

function rowOf(line: string): Row | null {
  const [id = '', customer = '', amount = '', status = '', date = '', ...more] = line.split(',');
  if (more.length > 0 || id === '' || customer === '' || !/^\d{4}-\d\d-\d\d$/.test(date)) return null;
  if (amount === '') return { id, customer, cents: null, status, date };
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d\d))?$/.exec(amount) ?? [];
  if (whole === undefined) return null;
  const cents = (Number(whole) * 100 + Number(fraction)) * (sign === '-' ? -1 : 1);
  return { id, customer, cents, status, date };
}

function isDropped({ status, date }: Row, day: string): boolean {
  return DROPPED.includes(status.toLowerCase()) && Date.parse(day) - Date.parse(date) >= 30 * DAY_MS;
}

function groups<T>(items: readonly T[], name: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(name(item), [...(found.get(name(item)) ?? []), item]);
  return found;
}

const isOrderFile = (key: string) => /\.(csv|tsv|txt|tab)$/.test(key);
const dayOf = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 10);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const halfUp = (total: number, count: number) => Math.sign(total) * Math.floor((2 * Math.abs(total) + count) / (2 * count));
const money = (cents: number) =>
  `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;
