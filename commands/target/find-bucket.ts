import { DescribeStateMachineCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';

const Definition = z.object({ States: z.object({ PublishRun: z.object({ Arguments: z.object({ Bucket: z.string() }) }) }) });

/** The bucket of a deployed stage: its state machine knows it, since it publishes manifests there. */
export async function findBucket(sfn: SFNClient, stateMachineArn: string): Promise<string> {
  const { definition = '{}' } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  return Definition.parse(JSON.parse(definition)).States.PublishRun.Arguments.Bucket;
}
