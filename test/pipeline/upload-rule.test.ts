import { compilePattern, s3ObjectCreated } from 'local-aws/eventbridge';
import { uploadPattern } from '../../pipeline/upload-rule';

describe('the deployed rule', () => {
  const starts = compilePattern(uploadPattern('orders'));
  const created = (key: string, bucket = 'orders') =>
    s3ObjectCreated({ bucket, key, size: 1, etag: 'e', sequencer: '01', reason: 'PutObject', time: new Date(0) });
  test.each([
    ['raw/orders.csv', true],
    ['raw/a/b c.CsV', true],
    ['raw/100%.csv', true],
    ['raw/日本.csv', true],
    ['raw/.csv', true],
    ['raw/orders.csv.gz', false],
    ['raw/orders.txt', false],
    ['processed/filtered_orders.csv', false],
    ['quarantine/quarantined_orders.csv', false],
    ['enriched/x.csv', false],
    ['RAW/orders.csv', false],
    ['xraw/orders.csv', false],
  ])('starts an execution for %s: %s', (name, expected) => expect(starts(created(name))).toBe(expected));

  it('looks at its own bucket alone', () => expect(starts(created('raw/orders.csv', 'another'))).toBe(false));
});
