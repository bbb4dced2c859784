import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { openEndpoint } from 'local-aws/endpoint';
import { clientSettings, REGION } from 'local-aws/identity';
import { createLambda } from 'local-aws/lambda';
import { describeLambda } from '../contract/lambda.contract';

describeLambda('local AWS', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-'));
  const functionName = 'FilterAndProcessOrders';
  const definition = {
    name: functionName,
    entry: join(__dirname, '../../steps/filter-orders/filter-orders.lambda.ts'),
    execArgv: ['--require', join(__dirname, '../../register.cjs')],
    environment: { AWS_REGION: REGION },
    timeout: 20,
    logFile: join(folder, 'log'),
  };
  const endpoint = await openEndpoint(0);
  endpoint.serve([createLambda([definition])]);
  const client = new LambdaClient(clientSettings(endpoint.url));
  return {
    client,
    functionName,
    async close() {
      client.destroy();
      await endpoint.close();
      rmSync(folder, { recursive: true });
    },
  };
});
