import { describeReading } from '../../pipeline/describe-reading';

const READING = { source: 'shopify', shop: '', compression: null, encoding: 'utf-8', delimiter: ',', currency: 'EUR', rows: 'first-line' };
const COUNTS = { read: 2310, kept: 1200, dropped: 4, quarantined: 0 };

describe('the sentence of a reading', () => {
  it.each([
    [READING, { ...COUNTS, dropped: 0, kept: 1204 }, 'read as a Shopify export: UTF-8, comma, 1,204 orders in 2,310 rows, EUR'],
    [
      READING,
      { ...COUNTS, quarantined: 2 },
      'read as a Shopify export: UTF-8, comma, 1,204 orders in 2,310 rows, EUR, 4 dropped, 2 in quarantine',
    ],
    [
      { ...READING, source: 'amazon', delimiter: '\t', rows: 'lines', currency: null, compression: 'gzip' },
      { read: 2, kept: 2, dropped: 0, quarantined: 0 },
      'read as an Amazon export: gzip, UTF-8, tab, 2 lines in 2 rows',
    ],
    [
      { ...READING, source: 'standard', shop: 'berlin', rows: null, delimiter: ';' },
      { read: 1, kept: 1, dropped: 0, quarantined: 0 },
      'read in the standard form: UTF-8, semicolon, 1 order in 1 row, EUR, shop berlin',
    ],
  ])('says of %j and %j: %s', (reading, counts, sentence) => {
    expect(describeReading(reading, counts)).toBe(sentence);
  });
});
