import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { run } from './terminal/run';
import { UsageError } from './terminal/usage-error';

const ROOT = join(__dirname, '..');

/** The long runs of tests with random input: their files, and variables that the caller may set otherwise. */
const KINDS = new Map([
  ['filter', { files: 'steps/filter-orders/(properties|agreement|meaning)', variables: { FUZZ_RUNS: '200000' } }],
  ['history', { files: 'product/history.test', variables: { HISTORY_STEPS: '500' } }],
  ['chaos', { files: 'product/history.test', variables: { HISTORY_STEPS: '500', HISTORY_WEATHER: 'chaos' } }],
  ['bursts', { files: 'product/history.test', variables: { HISTORY_STEPS: '500', HISTORY_WEATHER: 'bursts' } }],
]);

/** Sets variables here, since shells differ in how a script would. Options of Jest may follow. Ends with Jest's status. */
run('npm run fuzz|fuzz:history|fuzz:chaos|fuzz:bursts [-- OPTION OF JEST …]', ([name = '', ...options]) => {
  const kind = KINDS.get(name);
  if (!kind) throw new UsageError(`expected ${[...KINDS.keys()].join(', ')}, got "${name}"`);
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  const child = spawn(process.execPath, [jest, '--testTimeout', '3600000', '--testPathPatterns', kind.files, ...options], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...kind.variables, ...process.env },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 1));
  });
});
