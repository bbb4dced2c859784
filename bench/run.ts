import { spawnSync } from 'node:child_process';
import type { Contender } from './contenders';

export interface Run {
  /** Of the whole process, start and end included. */
  readonly seconds: number;
  readonly kept: number;
  readonly peakBytes: number;
  /** Of the processor: on a busy machine it tells more than the clock. */
  readonly cpuSeconds: number;
  /** Milliseconds per kind of work, where the contender tells. */
  readonly spent?: Readonly<Record<string, number>>;
}

/** All on the same single core, where the system can say so. */
const PIN = spawnSync('taskset', ['--version']).error ? [] : ['taskset', '--cpu-list', '0'];

/** Runs a contender once. Throws if it fails. */
export function run(
  { name, command }: Pick<Contender, 'name' | 'command'>,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Run {
  const [program = '', ...rest] = [...PIN, ...command, ...args];
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(program, rest, { encoding: 'utf8', env: { ...process.env, ...environment } });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${name} failed:\n${stderr}`);
  return { seconds, ...JSON.parse(stdout) };
}
