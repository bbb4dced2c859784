import { outputKeys, uploadMetadata } from '../../../pipeline/output-keys';
import { readLedger } from '../../../steps/sweep-uploads/read-ledger';
import { BUCKET, type LocalBucket, openLocalBucket } from '../filter-orders/local-bucket';

describe('the ledger', () => {
  let bucket: LocalBucket;
  beforeEach(async () => {
    bucket = await openLocalBucket();
  });
  afterEach(() => bucket.close());

  const read = async () => {
    const entries = await readLedger({ s3: bucket.client(), bucket: BUCKET, rulesFor: null, rawDays: null, now: new Date() });
    return entries.map(({ key, open }) => [key, open]);
  };

  it.each(['raw/2026/é b+c.csv', `raw/${'日'.repeat(330)}.csv`, 'raw/plain.csv'])(
    'finds an output of %s that was left without object and record',
    async key => {
      await bucket.put(outputKeys(key).dropped, 'x', uploadMetadata(key));
      await bucket.put(outputKeys(key).processed, 'x', uploadMetadata(key));
      expect(await read()).toEqual([[key, 'outputs']]);
    },
  );

  it('tells the upload of a plain name without metadata', async () => {
    await bucket.put('processed/filtered_orders.csv', 'x');
    expect(await read()).toEqual([['raw/orders.csv', 'outputs']]);
  });

  it('leaves out an output whose upload nothing tells', async () => {
    await bucket.put('processed/filtered_orders~0123456789abcdef.csv', 'x');
    await bucket.put('processed/filtered_other~0123456789abcdef.csv', 'x', uploadMetadata('raw/elsewhere.csv'));
    expect(await read()).toEqual([]);
  });

  it('takes outputs of an object that is still there for its own', async () => {
    await bucket.put('raw/a b.csv', 'x');
    await bucket.put(outputKeys('raw/a b.csv').processed, 'x', uploadMetadata('raw/a b.csv'));
    expect(await read()).toEqual([['raw/a b.csv', 'unread']]);
  });
});
