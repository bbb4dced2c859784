import { parseArgs } from 'node:util';
import { run } from '../../cli/run';
import { UsageError } from '../../cli/usage-error';
import { stageNamed } from '../stages';
import { runCdk } from './run-cdk';

const USAGE = 'npm run synth|diff|deploy -- [--stage STAGE] [-- OPTION OF CDK …]';

/** What each verb is run with, beside the stage. */
const VERBS = new Map<string, readonly string[]>([
  ['synth', ['--quiet']],
  ['diff', []],
  ['deploy', []],
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
