import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { stageNamed } from '../infra/stages';
import { namesFor } from '../pipeline/names';
import { findBuckets, removeBucket } from './deployment/remove-buckets';
import { runCdk } from './deployment/run-cdk';
import { ask } from './terminal/ask';
import { run } from './terminal/run';
import { UsageError } from './terminal/usage-error';

const USAGE = 'npm run destroy -- --stage STAGE [--with-data] [--yes] [-- OPTION OF CDK …]';

/**
 * Removes a stage. Its buckets stay, unless two switches say otherwise: the stage's own `data: 'removable'`, and `--with-data` here.
 * No stage is meant unless it is named, and named again when asked; `--yes` is for scripts.
 */
run(USAGE, async args => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { stage: { type: 'string' }, 'with-data': { type: 'boolean', default: false }, yes: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.stage === undefined) throw new UsageError('expected --stage STAGE, got none');
  const stage = stageNamed(values.stage);
  const withData = values['with-data'];
  if (withData && stage.data === 'keep') {
    throw new UsageError(`expected a stage whose data may go (data: 'removable' in infra/stages/${stage.name}.ts), got one that keeps it`);
  }
  if (!values.yes && (await ask(question(stage.name, withData))) !== stage.name) throw new Error('nothing was destroyed');

  if (stage.data === 'keep') {
    console.log('This stage has termination protection. CloudFormation refuses until it is taken away:');
    console.log(
      `  aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${namesFor(stage.name).stateMachine}`,
    );
  }
  // The prompt is above: CDK ends with 0 if its own is answered with no, and the data would still be deleted.
  const status = await runCdk('destroy', stage.name, ['--force', ...positionals]);
  if (status !== 0) return status;
  const s3 = new S3Client({});
  for (const bucket of await findBuckets(s3, namesFor(stage.name).stateMachine)) {
    if (withData) console.log(`removed bucket ${bucket} with ${await removeBucket(s3, bucket)} objects and versions`);
    else console.log(`bucket ${bucket} stays, with its data${stage.data === 'removable' ? '; --with-data removes it' : ''}`);
  }
  return 0;
});

function question(stage: string, withData: boolean): string {
  return `This destroys stage ${stage}${withData ? ' AND ALL OF ITS DATA' : ''}. Type its name to go on: `;
}
