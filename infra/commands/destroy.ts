import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { run } from '../../cli/run';
import { UsageError } from '../../cli/usage-error';
import { namesFor } from '../../pipeline/names';
import { stageNamed } from '../stages';
import { findBuckets, removeBucket } from './remove-buckets';
import { runCdk } from './run-cdk';

const USAGE = 'npm run destroy -- --stage STAGE [--with-data] [-- OPTION OF CDK …]';

/**
 * Removes a stage. Its buckets stay, unless two switches say otherwise: the stage's own `data: 'removable'`, and `--with-data` here.
 * No stage is meant unless it is named.
 */
run(USAGE, async args => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { stage: { type: 'string' }, 'with-data': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.stage === undefined) throw new UsageError('expected --stage STAGE, got none');
  const stage = stageNamed(values.stage);
  const withData = values['with-data'];
  if (withData && stage.data === 'keep') {
    throw new UsageError(`expected a stage whose data may go (data: 'removable' in infra/stages/${stage.name}.ts), got one that keeps it`);
  }
  const status = await runCdk('destroy', stage.name, positionals);
  if (status !== 0) return status;

  const s3 = new S3Client({});
  const buckets = await findBuckets(s3, namesFor(stage.name).stateMachine);
  for (const bucket of buckets) {
    if (withData) console.log(`removed bucket ${bucket} with ${await removeBucket(s3, bucket)} objects and versions`);
    else console.log(`bucket ${bucket} stays, with its data${stage.data === 'removable' ? '; --with-data removes it' : ''}`);
  }
  return 0;
});
