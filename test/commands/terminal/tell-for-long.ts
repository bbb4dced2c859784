import { setImmediate as turn } from 'node:timers/promises';
import { terminal } from '../../../commands/terminal/terminal';

/** Tells more than a pipe holds, so that it notices when its reader is gone. */
async function main(): Promise<void> {
  const { line } = terminal();
  for (let count = 0; count < 20_000; count++) {
    line(`line ${count}`);
    await turn();
  }
}

main();
