import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { bad, type Check, type Finding, good, note } from './check';

export interface LocalOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nodeVersion: string;
  /** Where a data folder that is not absolute lies. */
  readonly directory: string;
}

/** What `npm start` needs, and whether it runs. */
export function localChecks({ environment, nodeVersion, directory }: LocalOptions): readonly Check[] {
  const { LOCAL_AWS_PORT = '4566', PORT = '3000', LOCAL_AWS_DIR = '.local' } = environment;
  return [
    nodeCheck(nodeVersion),
    { name: 'endpoint', find: () => portFinding(Number(LOCAL_AWS_PORT), 'LOCAL_AWS_PORT', isEndpoint) },
    { name: 'dashboard', find: () => portFinding(Number(PORT), 'PORT', isDashboard) },
    { name: 'data folder', find: async () => folderFinding(resolve(directory, LOCAL_AWS_DIR)) },
    { name: 'last answers', find: () => answersFinding(Number(PORT)) },
  ];
}

/** The oldest Node that package.json admits. */
const OLDEST = [20, 19] as const;

export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
  const isNew = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  const finding = isNew ? good(version) : bad(`expected Node ${OLDEST.join('.')} or later, got ${version}`, 'https://nodejs.org');
  return { name: 'Node', find: async () => finding };
}

async function portFinding(port: number, variable: string, isOurs: (url: string) => Promise<boolean>): Promise<Finding> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return bad(`expected ${variable} to be a port from 0 to 65535, got ${port}`, `set ${variable} to a free port`);
  }
  const problem = await tryPort(port);
  if (problem === undefined) return good(`port ${port} is free`);
  if (problem !== 'EADDRINUSE') return bad(`port ${port} cannot be used: ${problem}`, `set ${variable} to another port`);
  if (await isOurs(`http://127.0.0.1:${port}`).catch(() => false)) return good(`port ${port}: \`npm start\` runs`);
  return bad(`port ${port} is taken by another program`, `stop it, or set ${variable} to another port`);
}

function tryPort(port: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise(resolve => {
    server.once('error', error => resolve('code' in error ? String(error.code) : error.message));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
}

async function isEndpoint(url: string): Promise<boolean> {
  const headers = { 'X-Amz-Target': 'AWSEvents.ListDeadLetters' };
  const response = await fetch(url, { method: 'POST', headers, body: '{}', signal: AbortSignal.timeout(2000) });
  return z.object({ DeadLetters: z.array(z.unknown()) }).safeParse(await response.json()).success;
}

async function isDashboard(url: string): Promise<boolean> {
  return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) })).ok;
}

/** Below this, uploads soon fail: an upload and its outputs take some three times its size. */
const LEAST_GB = 2;

function folderFinding(folder: string): Finding {
  const there = existsSync(folder) ? folder : dirname(folder);
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
  } catch {
    return bad(`${there} cannot be written to`, 'change its permissions, or set LOCAL_AWS_DIR to another folder');
  }
  const { bavail, bsize } = statfsSync(there);
  const free = (bavail * bsize) / 1e9;
  if (free < LEAST_GB) return bad(`${folder}: ${free.toFixed(1)} GB are free`, 'make room, run `npm run clean`, or set LOCAL_AWS_DIR');
  const owner = ownerOf(folder);
  const what = existsSync(folder) ? `in use by process ${owner}` : 'will be made at the first start';
  return good(owner === undefined && existsSync(folder) ? folder : `${folder}, ${what}`);
}

function ownerOf(folder: string): string | undefined {
  try {
    const pid = /\d+/.exec(readFileSync(join(folder, 'owner.pid'), 'utf8'))?.[0];
    process.kill(Number(pid), 0);
    return pid;
  } catch {
    return undefined;
  }
}

async function answersFinding(port: number): Promise<Finding> {
  const url = `http://127.0.0.1:${port}/answers.json`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    if (response.status === 404) return note('none yet', 'npm run upload -- FILE.csv');
    const { asOf, execution } = z.object({ asOf: z.string().nullable(), execution: z.string() }).parse(await response.json());
    return good(`as of ${asOf}, by execution ${execution}`);
  } catch {
    return note('not known while nothing runs', 'npm start');
  }
}
