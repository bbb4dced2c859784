import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { smoke } from './smoke-test/smoke-test';
import { findBucket } from './target/find-bucket';
import { findStateMachine } from './target/target';
import { run } from './terminal/run';
import { terminal } from './terminal/terminal';

const USAGE = 'npm run smoke -- [--stage STAGE]';

/**
 * Uploads the sample to a deployed stage, follows its execution and checks the five answers against the rows that were processed. Ends
 * with 0 only if all is well. The sample stays, under its own key: on a stage that people rely on its orders count in the answers.
 */
run(USAGE, async args => {
  const { values } = parseArgs({ args: [...args], options: { stage: { type: 'string', default: 'prod' } } });
  const clients = { s3: new S3Client({}), sfn: new SFNClient({}) };
  const { stage } = values;
  const stateMachineArn = await findStateMachine({ ...clients, stage });
  const bucket = await findBucket(clients.sfn, stateMachineArn);
  const problems = await smoke({ ...clients, stage, bucket }, terminal());
  for (const problem of problems) console.error(`✗ ${problem}`);
  if (problems.length === 0) console.log(`✓ stage ${stage} has the right results of all five queries`);
  return problems.length === 0 ? 0 : 1;
});
