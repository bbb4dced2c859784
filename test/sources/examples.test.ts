import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBytes } from '../steps/filter-orders/read-bytes';

const FOLDER = join(__dirname, 'examples');
const AS_OF = '2026-11-30';

/** What a person reads in the file of each source: the kept rows, the dropped rows, and facts of the reading. */
const EXPECTED: Readonly<Record<string, { kept: string[]; dropped: string[]; facts: object }>> = {
  standard: {
    kept: ['1001,Ann Doe,48.20,shipped,2026-11-02'],
    dropped: ['1002,"Ray, Bob",1048.2,pending,2026-09-06'],
    facts: { rows: null, currency: null },
  },
  shopify: {
    kept: ['#1003,Ann Doe,48.20,paid,2026-11-02'],
    dropped: ['#1002,Bob Ray,10.80,cancelled,2026-09-01', '#1001,cy@example.com,10.80,cancelled,2026-08-01'],
    facts: { rows: 'first-line', currency: 'EUR', continuations: 1 },
  },
  woocommerce: {
    kept: ['A-101,Ann Doe,48.20,completed,2026-11-02'],
    dropped: ['A-102,Bob Ray,10.00,cancelled,2026-09-06'],
    facts: { rows: 'orders', currency: 'USD' },
  },
  magento: {
    kept: ['000000001,Ann Doe,48.20,complete,2026-11-02'],
    dropped: ['000000002,Bob Ray,1048.20,canceled,2026-09-02'],
    facts: { rows: 'orders', currency: '$' },
  },
  etsy: {
    kept: ['3001,Ann Doe,48.20,,2026-11-02'],
    dropped: ['3002,Bob Ray,1048.20,Cancelled,2026-09-06'],
    facts: { rows: 'orders', currency: 'USD', dateOrder: 'month-first' },
  },
  ebay: {
    kept: ['12-00001-00001,Ann Doe,48.20,,2026-11-02', '12-00001-00002,bobr,1048.20,,2026-09-06'],
    dropped: [],
    facts: { rows: 'orders', currency: '$' },
  },
  amazon: {
    kept: ['111-0000001-0000001,Ann Doe,20.00,,2026-11-02', '111-0000001-0000001,Ann Doe,10.50,,2026-11-02'],
    dropped: [],
    facts: { rows: 'lines', currency: 'USD', delimiter: '\t' },
  },
  stripe: {
    kept: ['ch_1,Ann Doe,48.20,Paid,2026-11-02'],
    dropped: ['ch_2,bob@example.com,1048.20,cancelled,2026-09-03'],
    facts: { rows: 'orders', currency: 'USD' },
  },
  superstore: {
    kept: [
      'CA-2026-152156,Clara Gutt,261.96,,2026-11-08',
      'CA-2026-152156,Clara Gutt,731.94,,2026-11-08',
      'US-2026-108966,Sean Ode,957.58,,2026-10-13',
    ],
    dropped: [],
    facts: { rows: 'lines', dateOrder: 'month-first', rounded: 1 },
  },
};

const files = readdirSync(FOLDER).map(file => [file.replace(/\..*/, ''), file] as const);

it.each(files)('a file in the form of %s is read by that source, with nothing left out', async (source, file) => {
  const outcome = await readBytes(readFileSync(join(FOLDER, file)), { key: `raw/${file}`, asOf: AS_OF });
  expect(outcome).toMatchObject({ report: { quarantined: 0, reading: { source } } });
});

it.each(Object.entries(EXPECTED))('the orders of %s are those that a person reads', async (source, { kept, dropped, facts }) => {
  const [, file = ''] = files.find(([name]) => name === source) ?? [];
  const outcome = await readBytes(readFileSync(join(FOLDER, file)), { key: `raw/${file}`, asOf: AS_OF });
  if ('error' in outcome) throw outcome.error;
  expect(rowsOf(outcome.processed)).toEqual(kept);
  expect(rowsOf(outcome.dropped)).toEqual(dropped);
  expect(outcome.report.reading).toMatchObject(facts);
});

const rowsOf = (text: string) => text.split('\n').slice(1, -1);
