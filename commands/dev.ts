import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { type Effect, effectOf, WATCHED } from './development/changes';

const ROOT = join(__dirname, '..');
/** How long to wait for further changes, since editors and formatters write a file in several steps (milliseconds). */
const QUIET = 120;

/** How long to wait after Ctrl-C, which the server receives too: a second signal would end it at once (milliseconds). */
const INTERRUPTED = 6000;

/** `npm run dev`: `npm start` that follows changes of the project's files. */
function dev(): void {
  let child = start();
  let pending: Effect | undefined;
  let timer: NodeJS.Timeout | undefined;
  let restarting: Promise<void> | undefined;
  let isStopping = false;

  const apply = async () => {
    const effect = pending;
    pending = undefined;
    await restarting;
    if (isStopping || effect === undefined) return;
    if (effect === 'pages' && child.connected) child.send('pages');
    else restarting = restart();
  };
  const restart = async () => {
    await ended(child);
    if (!isStopping) child = start();
  };

  for (const folder of WATCHED.filter(name => existsSync(join(ROOT, name))))
    watch(join(ROOT, folder), { recursive: true }, (_event, name) => {
      const effect = name === null ? 'restart' : effectOf(`${folder}/${name}`);
      if (effect === undefined) return;
      pending = pending === 'restart' ? 'restart' : effect;
      clearTimeout(timer);
      timer = setTimeout(apply, QUIET);
    });

  const stop = (wait: number) => {
    isStopping = true;
    ended(child, wait).then(() => process.exit(0));
  };
  process.on('SIGINT', () => stop(INTERRUPTED));
  process.on('SIGTERM', () => stop(0));
}

/** Starts the server. If it ends with an error, the next change starts it again. */
function start(): ChildProcess {
  const child = fork(join(ROOT, 'local/start.ts'), {
    execArgv: ['--max-semi-space-size=2', '--require', join(ROOT, 'register.cjs')],
    stdio: 'inherit',
  });
  child.once('exit', code => {
    if (code !== 0 && code !== null) console.error('waiting for a change');
  });
  return child;
}

/** Stops the server, unless it ends by itself within `wait` milliseconds, and resolves when its ports and its data folder are free. */
function ended(child: ChildProcess, wait = 0): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise(resolve => {
    const timer = setTimeout(() => child.kill('SIGTERM'), wait);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

dev();
