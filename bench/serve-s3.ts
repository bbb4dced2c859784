import { createReadStream } from 'node:fs';
import { openEndpoint } from 'local-aws/endpoint';
import { createS3 } from 'local-aws/s3';

/** Serves the local S3 with one file in it, in a process of its own, so that its time and memory are not the filter's. */
const [directory = '', bucket = '', key = '', file = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  const s3 = await createS3({ directory, onCreated: async () => {} });
  await s3.createBucket(bucket);
  await s3.put(bucket, key, createReadStream(file));
  const endpoint = await openEndpoint(0);
  endpoint.serve([s3]);
  console.log(endpoint.url);
}

void main();
