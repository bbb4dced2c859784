import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { findExecution, newestExecutions } from './following/find-execution';
import { follow } from './following/follow';
import { forget } from './forgetting/forget';
import { findStateMachine, resolveTarget } from './target/target';
import { ask } from './terminal/ask';
import { run } from './terminal/run';
import { printable } from './terminal/table';
import { UsageError } from './terminal/usage-error';

const USAGE = 'npm run forget -- --customer NAME [--bucket BUCKET] [--stage STAGE] [--yes]';

/** Takes a customer's name out of every upload, result and older version, and says what it did. There is no way back. Exits 1 where people have to look at an upload. */
run(USAGE, async args => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      customer: { type: 'string' },
      bucket: { type: 'string' },
      stage: { type: 'string' },
      yes: { type: 'boolean', default: false },
    },
  });
  const customer = values.customer?.trim();
  if (!customer) throw new UsageError('expected --customer NAME, got none');
  const target = resolveTarget(values);
  if (!values.yes) {
    const answer = await ask(`This takes ${printable(customer)} out of ${target.bucket}, for good. Type the name to go on: `);
    if (answer.trim() !== customer) throw new Error('nothing was changed');
  }
  const stateMachineArn = await findStateMachine(target);
  const before = new Set(await newestExecutions(target.sfn, stateMachineArn));
  const { cells, left } = await forget({
    s3: target.s3,
    bucket: target.bucket,
    customer,
    // Random, so that the placeholder cannot be derived from the name.
    replacement: `forgotten-${randomBytes(4).toString('hex')}`,
    follow: async (key, etag) => {
      const arn = await findExecution({ key, etag }, { sfn: target.sfn, stateMachineArn, before });
      await follow(target.sfn, arn, () => {});
    },
    print: line => console.log(printable(line)),
  });
  if (cells === 0) console.log(`${printable(customer)} is named in no upload`);
  return left.length > 0 ? 1 : 0;
});
