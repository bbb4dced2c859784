import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { openEndpoint } from '../../endpoint/server';
import { clientSettings, roleArn } from '../../identity';
import { createStepFunctions } from '../../stepfunctions/stepfunctions';
import { INVOKE, inOrder, obedientTasks } from './local-step-functions';

/** Step Functions as a process of its own, so that a test can kill it: prints its address once the machine `orders` is there. */
async function serve(directory: string): Promise<void> {
  const endpoint = await openEndpoint(0);
  endpoint.serve([await createStepFunctions({ directory, tasks: obedientTasks })]);
  const client = new SFNClient(clientSettings(endpoint.url));
  const definition = JSON.stringify(inOrder(['T', { Type: 'Task', Resource: INVOKE, Arguments: '{% $states.input %}' }]));
  await client.send(new CreateStateMachineCommand({ name: 'orders', definition, roleArn: roleArn('states') }));
  console.log(endpoint.url);
}

void serve(process.argv[2] ?? '');
