import { parseArgs } from 'node:util';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { stageNamed } from '../infra/stages';
import { namesFor } from '../pipeline/names';
import type { DeadLetters } from './dead-letters/dead-letters';
import { deadLettersInQueue } from './dead-letters/in-queue';
import { deadLettersOfLocalAws } from './dead-letters/of-local-aws';
import { findStateMachine } from './target/target';
import { run } from './terminal/run';
import { printable } from './terminal/table';
import { UsageError } from './terminal/usage-error';

const USAGE = 'npm run replay -- [EVENT_ID|all] [--stage STAGE]';

/** Lists the events that could not be delivered, or delivers one of them, or all, again: of a deployed stage, or of local AWS. */
run(USAGE, async args => {
  const { values, positionals } = parseArgs({ args: [...args], options: { stage: { type: 'string' } }, allowPositionals: true });
  const [id, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`expected one event id, got ${positionals.length}`);
  const letters = values.stage === undefined ? ofLocalAws() : await ofStage(stageNamed(values.stage).name);
  if (id !== undefined) {
    console.log(`${await letters.replay(id === 'all' ? undefined : id)} delivered again`);
    return 0;
  }
  const waiting = await letters.list();
  if (waiting.length === 0) console.log('no dead letters');
  for (const letter of waiting) console.log(printable(`${letter.id}  ${letter.at}  ${letter.key}  ${letter.error}`));
  return 0;
});

function ofLocalAws(): DeadLetters {
  const { AWS_ENDPOINT_URL, LOCAL_AWS_PORT = '4566' } = process.env;
  return deadLettersOfLocalAws(AWS_ENDPOINT_URL ?? `http://127.0.0.1:${LOCAL_AWS_PORT}`);
}

async function ofStage(stage: string): Promise<DeadLetters> {
  const sfn = new SFNClient({});
  const stateMachineArn = `${await findStateMachine({ sfn, stage })}:live`;
  return deadLettersInQueue({ sqs: new SQSClient({}), sfn, queueName: namesFor(stage).uploadRule, stateMachineArn });
}
