import { describeStepFunctions } from '../contract/stepfunctions.contract';
import { ROLE, startStepFunctions } from './local-step-functions';

describe('local Step Functions', () => {
  describeStepFunctions(async () => {
    const { client, clock, close } = await startStepFunctions();
    // Ten times as fast as a real clock: a timeout of a second comes soon, a wait of an hour outlasts the slowest test.
    const time = setInterval(() => clock.move(200), 20);
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
