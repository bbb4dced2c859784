import { LambdaClient } from '@aws-sdk/client-lambda';
import { describeLambda } from '../contract/lambda.contract';

/** The function that is deployed there: a function of the suite's own would need a role and an archive. */
describeLambda('the endpoint', async () => {
  const client = new LambdaClient({});
  return { client, functionName: process.env.ORDERS_TEST_FUNCTION ?? 'FilterAndProcessOrders', close: async () => client.destroy() };
});
