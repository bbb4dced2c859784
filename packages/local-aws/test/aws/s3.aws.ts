import { describeS3 } from '../contract/s3.contract';
import { testBucket } from './bucket';

describe('S3 at the endpoint', () => {
  describeS3(testBucket);
});
