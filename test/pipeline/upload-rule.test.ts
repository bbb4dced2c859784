import { compilePattern, s3ObjectCreated, s3ObjectDeleted } from 'local-aws/eventbridge';
import { PREFIXES } from '../../pipeline/prefixes';
import { uploadPattern } from '../../pipeline/upload-rule';

describe('the deployed rule', () => {
  const starts = compilePattern(uploadPattern('orders'));
  const object = (key: string, bucket = 'orders') => ({ bucket, key, etag: 'e', sequencer: '01', time: new Date(0) });
  const created = (key: string, bucket?: string) => s3ObjectCreated({ ...object(key, bucket), size: 1, reason: 'PutObject' });
  const deleted = (key: string) => s3ObjectDeleted({ ...object(key), reason: 'DeleteObject', deletionType: 'Permanently Deleted' });

  test.each([
    ['raw/orders.csv', true],
    ['raw/a/b c.CsV', true],
    ['raw/100%.csv', true],
    ['raw/日本.csv', true],
    ['raw/orders.csv.gz', true],
    ['raw/orders.txt', true],
    ['RAW/orders.csv', false],
    ['xraw/orders.csv', false],
  ])('starts an execution for %s: %s', (key, expected) => {
    expect([starts(created(key)), starts(deleted(key))]).toEqual([expected, expected]);
  });

  it.each(Object.values(PREFIXES))('starts an execution for what lies under %s only if people upload there', prefix => {
    for (const name of ['a.csv', 'a.json', 'raw/a.csv']) expect(starts(created(`${prefix}${name}`))).toBe(prefix === PREFIXES.raw);
  });

  it('starts none for an object that has expired', () => {
    const { detail, ...event } = deleted('raw/orders.csv');
    expect(starts({ ...event, detail: { ...detail, reason: 'Lifecycle Expiration' } })).toBe(false);
  });

  it('looks at its own bucket alone', () => expect(starts(created('raw/orders.csv', 'another'))).toBe(false));
});
