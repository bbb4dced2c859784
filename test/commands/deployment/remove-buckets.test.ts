import { S3Client } from '@aws-sdk/client-s3';
import { CREDENTIALS, REGION } from 'local-aws/identity';
import { findBuckets, removeBucket } from '../../../commands/deployment/remove-buckets';
import { type Bucket, serveVersionedS3 } from './versioned-s3';

const versions = () => new Set(['raw/a.csv v1', 'raw/a.csv v2', 'raw/b.csv marker1', 'runs/c.json null', 'enriched/d.csv v3']);
let buckets: Map<string, Bucket>;
let close: () => Promise<unknown>;
let s3: S3Client;

beforeEach(async () => {
  buckets = new Map([
    ['orders-pipeline-lake-1', { tags: { Pipeline: 'orders-pipeline' }, versions: versions() }],
    ['orders-pipeline-dev-lake-2', { tags: { Pipeline: 'orders-pipeline-dev' }, versions: versions() }],
    ['orders-pipeline-dev-logs-3', { tags: { Pipeline: 'orders-pipeline-dev' }, versions: new Set() }],
    ['orders-pipeline-dev-notes', { versions: versions() }],
    ['orders-pipeline-dev-elsewhere', { region: 'eu-central-1', tags: { Pipeline: 'orders-pipeline-dev' }, versions: versions() }],
    ['orders-pipeline-a-very-lo-lake-4', { tags: { Pipeline: 'orders-pipeline-a-very-long-one' }, versions: new Set() }],
    ['somebody-else', { tags: { Pipeline: 'orders-pipeline-dev' }, versions: versions() }],
  ]);
  const served = await serveVersionedS3(buckets);
  close = served.close;
  s3 = new S3Client({ endpoint: served.endpoint, region: REGION, credentials: CREDENTIALS, forcePathStyle: true });
});
afterEach(async () => {
  s3.destroy();
  await close();
});

it.each([
  ['orders-pipeline-dev', ['orders-pipeline-dev-lake-2', 'orders-pipeline-dev-logs-3']],
  ['orders-pipeline', ['orders-pipeline-lake-1']],
  ['orders-pipeline-demo', []],
  // CloudFormation cuts the name of a stack that is too long for a bucket.
  ['orders-pipeline-a-very-long-one', ['orders-pipeline-a-very-lo-lake-4']],
])('finds the buckets of stack %s in its region, and of no other', async (stack, expected) => {
  expect(await findBuckets(s3, stack)).toEqual(expected);
});

it('removes a bucket with every version and delete marker, and nothing beside it', async () => {
  expect(await removeBucket(s3, 'orders-pipeline-dev-lake-2')).toBe(5);
  expect([...buckets.keys()]).not.toContain('orders-pipeline-dev-lake-2');
  expect(buckets.get('orders-pipeline-lake-1')?.versions.size).toBe(5);
});

it('removes a bucket in which a log has appeared since it was emptied', async () => {
  buckets.set('orders-pipeline-dev-logs-3', { versions: versions(), late: ['s3/log null'] });
  expect(await removeBucket(s3, 'orders-pipeline-dev-logs-3')).toBe(6);
  expect([...buckets.keys()]).not.toContain('orders-pipeline-dev-logs-3');
});

it('gives up a bucket that somebody fills all the time', async () => {
  buckets.set('orders-pipeline-dev-logs-3', { versions: versions(), late: Array.from({ length: 99 }, (_, n) => `s3/log${n} null`) });
  await expect(removeBucket(s3, 'orders-pipeline-dev-logs-3')).rejects.toThrow(expect.objectContaining({ name: 'BucketNotEmpty' }));
});
