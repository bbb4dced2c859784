import { matches } from '../../local/eventbridge/pattern';
import { PREFIXES } from '../../pipeline/prefixes';
import { uploadPattern } from '../../pipeline/upload-rule';

const fires = (key: string, bucket = 'lake') =>
  matches(uploadPattern('lake'), {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: bucket }, object: { key } },
  });

describe('uploadPattern', () => {
  it.each(['raw/orders.csv', 'raw/Orders.CSV', 'raw/2025/a b.cSv', 'raw/.csv', 'raw/é+%20.csv'])('fires on %s', key => {
    expect(fires(key)).toBe(true);
  });

  it.each(['raw/orders.txt', 'raw/orders.csv.gz', 'orders.csv', 'xraw/orders.csv', 'RAW/orders.csv'])('does not fire on %s', key => {
    expect(fires(key)).toBe(false);
  });

  it('does not fire on another bucket', () => {
    expect(fires('raw/orders.csv', 'other')).toBe(false);
  });

  it.each(Object.values(PREFIXES).filter(prefix => prefix !== PREFIXES.raw))('never fires on what the pipeline writes under %s', prefix => {
    expect(['orders.csv', 'raw/orders.csv', 'x.CSV'].map(name => fires(prefix + name))).toEqual([false, false, false]);
  });
});
