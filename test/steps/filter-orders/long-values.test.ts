import { RULES } from '../../../pipeline/rules';
import { loadSources } from '../../../sources/load';
import { FileError } from '../../../steps/filter-orders/file-errors';
import { type OrdersReport, readOrders } from '../../../steps/filter-orders/read-orders';

/** So long that a time which grows with the square of the length is over any limit, and that a row fits into the filter's mebibyte. */
const LENGTH = 300_000;
const GOOD = { OrderID: 'A', Customer: 'Ann', Amount: '1.00', Status: 'shipped', OrderDate: '2025-02-14' };
const COLUMNS = Object.keys(GOOD);
const NOWHERE = { processed() {}, dropped() {}, quarantine() {}, ready: async () => {}, restart: async () => {} };

async function read(text: string): Promise<OrdersReport> {
  const open = async function* () {
    yield Buffer.from(text);
  };
  try {
    return await readOrders({
      key: 'raw/orders.csv',
      open,
      rules: { ...RULES, maxBadShare: 1 },
      asOf: '2025-03-01',
      settings: {},
      sources: loadSources(),
      outputs: NOWHERE,
    });
  } catch (error) {
    if (error instanceof FileError && error.report) return error.report;
    throw error;
  }
}

const inQuotes = (value: string) => `"${value.replaceAll('"', '""')}"`;
const LONG = [' ', '\u00a0', '1', '1,', '1 ', '-', '(', '$', 'a', '="', 'EUR', '2025-', '1/', '1:', 'Jan ', '.5', '['].flatMap(piece => {
  const run = piece.repeat(LENGTH / piece.length);
  return [run, `x${run}x`, `1${run}1`, `2025-02-14${run}x`];
});

describe('the time for a long value does not grow faster than its length', () => {
  it.each(COLUMNS)('in %s', async column => {
    const rows = LONG.map(value => COLUMNS.map(name => inQuotes(name === column ? value : Object(GOOD)[name])).join());
    const report = await read([COLUMNS.join(), ...rows, Object.values(GOOD).join(), ''].join('\n'));
    expect(report.read).toBe(rows.length + 1);
  });

  it('in the name of a column', async () => {
    for (const value of LONG) {
      const report = await read(`${COLUMNS.join()},${inQuotes(value)}\n${Object.values(GOOD).join()},z\n`);
      expect(report).toMatchObject({ read: 1, kept: 1 });
    }
  });
});
