import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { describeS3 } from '../contract/s3.contract';
import { startS3 } from './start-s3';

describe('local S3', () => {
  describeS3(async () => {
    const s3 = await startS3();
    const bucket = 'contract';
    await s3.client.send(new CreateBucketCommand({ Bucket: bucket }));
    return { client: s3.client, bucket, close: s3.close };
  });
});
