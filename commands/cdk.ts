import { parseArgs } from 'node:util';
import { stageNamed } from '../infra/stages';
import { runCdk } from './deployment/run-cdk';
import { run } from './terminal/run';
import { UsageError } from './terminal/usage-error';

const USAGE = 'npm run synth|diff -- [--stage STAGE] [-- OPTION OF CDK …]';

/** What each verb is run with, beside the stage. */
const VERBS = new Map<string, readonly string[]>([
  ['synth', ['--quiet']],
  ['diff', []],
]);

run(USAGE, async ([verb = '', ...args]) => {
  const options = VERBS.get(verb);
  if (!options) throw new UsageError(`expected one of ${[...VERBS.keys()].join(', ')}, got "${verb}"`);
  const { values, positionals } = parseArgs({
    args,
    options: { stage: { type: 'string', default: 'prod' } },
    allowPositionals: true,
  });
  return runCdk(verb, stageNamed(values.stage).name, [...options, ...positionals]);
});
