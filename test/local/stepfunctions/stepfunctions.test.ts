import { describeStepFunctions } from '../../contract/stepfunctions.contract';
import { ROLE, startStepFunctions } from './local-step-functions';

describe('Step Functions on the laptop', () => {
  describeStepFunctions(async () => {
    const { client, clock, close } = await startStepFunctions();
    const time = setInterval(() => clock.moveToNext(), 20);
    return {
      client,
      role: ROLE,
      pause: 5,
      async close() {
        clearInterval(time);
        await close();
      },
    };
  });
});
