import { DescribeExecutionCommand, paginateListExecutions, type SFNClient } from '@aws-sdk/client-sfn';
import { Manifest } from './manifest';

/** The manifest of the newest execution that answered the questions; undefined if there is none. `executionArn` is any execution of the same machine. */
export async function latestAnswers(sfn: SFNClient, executionArn: string): Promise<Manifest | undefined> {
  const stateMachineArn = executionArn.replace(':execution:', ':stateMachine:').replace(/:[^:]+$/, '');
  for await (const { executions = [] } of paginateListExecutions({ client: sfn }, { stateMachineArn, statusFilter: 'SUCCEEDED' })) {
    for (const { executionArn: arn } of executions) {
      const { output = 'null' } = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
      const manifest = Manifest.safeParse(JSON.parse(output));
      if (manifest.success && manifest.data.queries.length > 0) return manifest.data;
    }
  }
  return undefined;
}
