import { answersCurrency } from '../../../dashboard/pages/currency';
import { moneyOf } from '../../../dashboard/pages/format';
import type { Upload } from '../../../dashboard/uploads/upload';
import { recordOf } from '../../../pipeline/upload-record';

const upload = (minute: number, currency: string, orders: string | null = null): Upload => ({
  key: 'raw/a.csv',
  state: 'counts',
  open: null,
  since: new Date(0),
  etag: null,
  lastModified: null,
  record: recordOf(column => ({ upload: `2026-11-22T12:0${minute}:00Z raw/a.csv`, currency })[String(column)] ?? ''),
  counted: orders === null ? null : Object.assign(Object.create(null), { orders }),
});

test.each([
  ['the oldest upload’s that shows one', [upload(2, 'USD'), upload(1, 'EUR'), upload(0, '')], 'EUR'],
  ['a name that an ambiguous sign may stand for', [upload(1, '$'), upload(2, 'EUR'), upload(3, 'CAD')], 'CAD'],
  ['the sign where nothing names it', [upload(1, '$'), upload(2, 'EUR')], '$'],
  ['that of uploads whose orders count', [upload(1, 'USD', '0'), upload(2, 'EUR', '7')], 'EUR'],
  ['none where no upload shows one', [upload(1, '')], null],
])('is %s', (_what, uploads, expected) => {
  expect(answersCurrency(undefined, uploads)).toBe(expected);
});

test.each([
  ['EUR', '€1,234.50'],
  ['USD', 'US$1,234.50'],
  ['$', '$1,234.50'],
  ['¥', '¥1,234.50'],
  ['constructor', '1,234.50'],
  [null, '1,234.50'],
])('of %j is written %s', (currency, expected) => {
  expect(moneyOf('1234.50', { currency }).text).toBe(expected);
});
