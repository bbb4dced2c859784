export interface OrdersOptions {
  /** The same seed gives the same orders. */
  readonly seed: number;
  readonly rows: number;
  /** The share of customers whose name needs quotes. */
  readonly quotedShare?: number;
  /** The share of rows that are odd, of each kind in turn: most are invalid. */
  readonly badShare?: number;
  /** Whether some odd rows only write their amount or date in another form, which not every reader takes. */
  readonly otherForms?: boolean;
  /** Whether some bad rows have broken quotes, of which each reader makes something else. */
  readonly brokenQuotes?: boolean;
  /** `YYYY-MM-DD`: the first day of the orders. */
  readonly firstDay?: string;
  /** Over how many days they spread. */
  readonly days?: number;
  /** Each comes up as often as it stands here. */
  readonly statuses?: readonly string[];
}

/** What sample/orders.csv is made of. Its orders are old, so pending and cancelled ones are dropped and all others stay. */
export const SAMPLE: OrdersOptions = {
  seed: 2025,
  rows: 480,
  quotedShare: 0.06,
  badShare: 0.015,
  days: 181,
  statuses: [...times(5, 'delivered'), ...times(3, 'shipped'), ...times(2, 'confirmed'), 'returned', ...times(2, 'pending'), 'cancelled'],
};

const HEADER = 'OrderID,Customer,Amount,Status,OrderDate';
const DAY_MS = 86_400_000;

/** Orders as people keep them in a CSV file: the header, then a line for each, with its LF. */
export function* generateOrders(options: OrdersOptions): Generator<string> {
  const {
    seed,
    rows,
    quotedShare = 0,
    badShare = 0,
    brokenQuotes = true,
    otherForms = true,
    firstDay = '2025-01-01',
    days = 120,
  } = options;
  const { statuses = STATUSES } = options;
  const random = randomFrom(seed);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  const dates = Array.from({ length: days }, (_, day) =>
    new Date(Date.parse(`${firstDay}T00:00:00Z`) + day * DAY_MS).toISOString().slice(0, 10),
  );
  yield `${HEADER}\n`;
  const kinds = BAD_KINDS.filter(kind => (brokenQuotes || kind !== 'quotes') && (otherForms || !OTHER_FORMS.includes(kind)));
  let bad = 0;
  for (let row = 1; row <= rows; row++) {
    const id = `O${String(row).padStart(7, '0')}`;
    const customer = random() < quotedShare ? pick(QUOTED_CUSTOMERS) : pick(CUSTOMERS);
    const order = { id, customer, amount: amount(random()), status: pick(statuses), date: pick(dates) };
    yield random() < badShare ? `${badRow(order, kinds[bad++ % kinds.length])}\n` : `${line(order)}\n`;
  }
}

interface Order {
  readonly id: string;
  readonly customer: string;
  readonly amount: string;
  readonly status: string;
  readonly date: string;
}

const CUSTOMERS = [
  'Alice Johnson',
  'Bob',
  'Charlie Brown',
  'Diana Prince',
  'Zoë Müller',
  'Eve Adams',
  'Frank Castle',
  'Grace Hopper',
  'Heidi',
  "Sean O'Brien",
  'Łukasz Nowak',
  'Søren Kierkegaard',
  'Ümit Öztürk',
  '山田 太郎',
  'Judy & Sons',
];

const QUOTED_CUSTOMERS = ['"Smith, John"', '"The ""Corner"" Shop, Ltd"', '"García, Álvaro"', '"Nguyen, Thi ""Kim"""', '"Miller"'];

/** The four of which two are dropped when they are old: a third of the orders. */
const STATUSES = [...times(3, 'shipped'), ...times(4, 'confirmed'), ...times(2, 'pending'), ...times(2, 'cancelled')];

function times(count: number, status: string): string[] {
  return Array.from({ length: count }, () => status);
}

function line({ id, customer, amount, status, date }: Order): string {
  return [id, customer, amount, status, date].join(',');
}

const BAD_KINDS = ['amount', 'day', 'fields', 'customer', 'thousands', 'quotes', 'date'] as const;
/** An amount with a mark for thousands, and a day in another order. */
const OTHER_FORMS: readonly (typeof BAD_KINDS)[number][] = ['thousands', 'date'];

function badRow(order: Order, kind: (typeof BAD_KINDS)[number] | undefined): string {
  switch (kind) {
    case 'day':
      return line({ ...order, date: '2025-02-30' });
    case 'fields':
      return `${line(order)},thank you`;
    case 'customer':
      return line({ ...order, customer: '' });
    case 'thousands':
      return line({ ...order, amount: '"1,234.50"' });
    case 'quotes':
      return line({ ...order, customer: '"Miller" & Co' });
    case 'date':
      return line({ ...order, date: '21/04/2025' });
    default:
      return line({ ...order, amount: 'n/a' });
  }
}

/** Many small orders, few large ones: 1.00 to some 1,500.00. */
function amount(random: number): string {
  return (1 + 1500 * random ** 2.5).toFixed(2);
}

/** Mulberry32: small, fast, and the same on every machine. Source: https://github.com/bryc/code/blob/master/jshash/PRNGs.md */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
