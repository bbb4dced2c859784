import { UsageError } from './usage-error';

/** Runs a command: an error prints one line on standard error and ends with status 1, wrong usage with 2. `--help` shows the usage alone. */
export async function run(usage: string, command: (args: readonly string[]) => Promise<number>): Promise<void> {
  const args = process.argv.slice(2);
  try {
    if (args.includes('--help')) console.log(`usage: ${usage}`);
    else process.exitCode = await command(args);
  } catch (error) {
    if (error instanceof UsageError || isParseArgsError(error)) {
      console.error(`${error.message}\nusage: ${usage}`);
      process.exitCode = 2;
    } else {
      console.error(`error: ${describe(error)}`);
      process.exitCode = 1;
    }
  }
}

/** An error of `parseArgs` from `node:util`: an unknown or incomplete option. */
function isParseArgsError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ECONNREFUSED') {
    return `nothing answers at ${process.env.AWS_ENDPOINT_URL ?? 'the endpoint'}; start local AWS with \`npm start\``;
  }
  if (error.message === 'Region is missing') return 'expected a region, got none; set AWS_REGION, or AWS_PROFILE to a profile that has one';
  return error.message === '' ? error.name : error.message;
}
