import { openEndpoint } from '../../endpoint/server';
import { createS3 } from '../../s3/s3';

/** S3 as a process of its own, so that a test can kill it: prints its address. */
async function serve(directory: string): Promise<void> {
  const s3 = await createS3({ directory, onCreated: async () => {} });
  await s3.createBucket('orders');
  const endpoint = await openEndpoint(0);
  endpoint.serve([s3]);
  console.log(endpoint.url);
}

void serve(process.argv[2] ?? '');
