import { SFNClient } from '@aws-sdk/client-sfn';
import { describeStepFunctions } from '../contract/stepfunctions.contract';
import { roleFrom } from './bucket';

describe('Step Functions at the endpoint', () => {
  describeStepFunctions(async () => {
    const role = roleFrom('ORDERS_TEST_MACHINE_ROLE');
    const client = new SFNClient({});
    return { client, role, pause: 1_000, close: async () => client.destroy() };
  });
});
