import { S3Client } from '@aws-sdk/client-s3';
import { findBuckets, removeBucket } from '../../../infra/commands/remove-buckets';
import { CREDENTIALS, REGION } from '../../../local/identity';
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
])('finds the buckets of stack %s and of no other', async (stack, expected) => {
  expect(await findBuckets(s3, stack)).toEqual(expected);
});

it('removes a bucket with every version and delete marker, and nothing beside it', async () => {
  expect(await removeBucket(s3, 'orders-pipeline-dev-lake-2')).toBe(5);
  expect([...buckets.keys()]).not.toContain('orders-pipeline-dev-lake-2');
  expect(buckets.get('orders-pipeline-lake-1')?.versions.size).toBe(5);
});
