import { describeGlue } from '../../contract/glue.contract';
import { startLocalGlue } from './local-glue';

describeGlue('the laptop', async () => {
  const local = await startLocalGlue({ crawlMilliseconds: 100 });
  const bucket = 'contract';
  return {
    client: local.client,
    bucket,
    role: 'arn:aws:iam::000000000000:role/crawler',
    put: (key, body) => local.write(bucket, key, body),
    close: local.close,
  };
});
