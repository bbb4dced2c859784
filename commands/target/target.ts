import { S3Client } from '@aws-sdk/client-s3';
import { paginateListStateMachines, SFNClient } from '@aws-sdk/client-sfn';
import { namesFor } from '../../pipeline/names';
import { UsageError } from '../terminal/usage-error';

/** Where a command works: a deployed pipeline. Endpoint, region and credentials are what the AWS SDK reads from the environment. */
export interface Target {
  readonly bucket: string;
  readonly stage: string;
  readonly s3: S3Client;
  readonly sfn: SFNClient;
}

export interface TargetOptions {
  /** Else the variable ORDERS_BUCKET. */
  readonly bucket?: string | undefined;
  /** Else `prod`. */
  readonly stage?: string | undefined;
}

/** Throws `UsageError` if no bucket is named. */
export function resolveTarget({ bucket = process.env.ORDERS_BUCKET, stage = 'prod' }: TargetOptions = {}): Target {
  if (!bucket) throw new UsageError('expected --bucket NAME (the output Bucket of the deployment), got none');
  return { bucket, stage, s3: new S3Client({}), sfn: new SFNClient({}) };
}

/** The state machine's ARN, found by its name. Throws if the account and region have none of that name. */
export async function findStateMachine({ sfn, stage }: Pick<Target, 'sfn' | 'stage'>): Promise<string> {
  const { stateMachine } = namesFor(stage);
  for await (const page of paginateListStateMachines({ client: sfn }, {})) {
    const found = page.stateMachines?.find(machine => machine.name === stateMachine);
    if (found?.stateMachineArn) return found.stateMachineArn;
  }
  throw new Error(`expected a state machine ${stateMachine} in region ${await sfn.config.region()}, found none`);
}
