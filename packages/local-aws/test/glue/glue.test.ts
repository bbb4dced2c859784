import { describeGlue } from '../contract/glue.contract';
import { startLocalGlue } from './local-glue';

describeGlue('local AWS', async () => {
  // So long that a slow machine, too, asks while the crawl is under way.
  const local = await startLocalGlue({ crawlMilliseconds: 1_500 });
  const bucket = 'contract';
  return {
    client: local.client,
    bucket,
    role: 'arn:aws:iam::000000000000:role/crawler',
    put: (key, body) => local.write(bucket, key, body),
    close: local.close,
  };
});
