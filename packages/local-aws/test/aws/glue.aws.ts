import { GlueClient } from '@aws-sdk/client-glue';
import { describeGlue } from '../contract/glue.contract';
import { roleFrom, testBucket } from './bucket';

describeGlue(
  'the endpoint',
  async () => {
    const role = roleFrom('ORDERS_TEST_CRAWLER_ROLE');
    const { bucket, put, close } = await testBucket();
    return { client: new GlueClient({}), bucket, role, put, close };
  },
  { patience: 600_000 },
);
