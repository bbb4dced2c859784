import { parseArgs } from 'node:util';
import { stageNamed } from '../infra/stages';
import { deploy } from './deployment/deploy';
import { identify } from './deployment/identity';
import { runCdk } from './deployment/run-cdk';
import { ask } from './terminal/ask';
import { run } from './terminal/run';

const USAGE = 'npm run deploy -- [--stage STAGE] [--yes] [-- OPTION OF CDK …]';

/** Shows where a stage would go and what would change, asks, and deploys; `--yes` is for machines. */
run(USAGE, async args => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { stage: { type: 'string', default: 'prod' }, yes: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const stage = stageNamed(values.stage);
  return deploy({
    stage,
    identity: await identify(),
    isAsked: !values.yes,
    options: positionals,
    cdk: (verb, options) => runCdk(verb, stage.name, options),
    ask,
    print: console.log,
  });
});
