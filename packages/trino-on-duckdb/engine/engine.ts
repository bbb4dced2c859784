import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { TrinoError } from '../trino-error';
import type { Job, QueryResult } from './job';
import type { FromEngine, ToEngine } from './messages';

/** Each statement that runs holds one of libuv's threads; with the usual four, the fifth would wait for the first. */
export const MOST_AT_ONCE = 12;
/** glibc keeps freed blocks for later: DuckDB's, which are 256 KB, are given back at once. Other systems pass this over. */
const ALLOCATOR = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' };
/** Without work for so long (milliseconds) the process ends, and its memory is free again. */
const IDLE = 20_000;
/** The process is killed if a statement still runs this long after its cancellation (milliseconds). */
const PATIENCE = 2000;

export interface Engine {
  /** Runs a statement in a separate process. Fails with a `TrinoError`; `signal` cancels. */
  run(id: string, job: Job, signal: AbortSignal): Promise<QueryResult>;
  /** Starts the process, so that a statement that comes soon does not wait for it. */
  warm(): void;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Node's options for the engine's process, such as the loader that lets it run TypeScript. By default those of this process. */
  readonly execArgv?: readonly string[] | undefined;
}

interface Waiting {
  readonly job: Job;
  readonly signal: AbortSignal;
  resolve(result: QueryResult): void;
  reject(error: TrinoError): void;
}

/** Starts the process when the first statement comes or is expected, and again when it has ended. */
export function createEngine({ execArgv = process.execArgv }: EngineOptions = {}): Engine {
  const waiting = new Map<string, Waiting>();
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let closed = false;

  const start = (): ChildProcess => {
    const started = fork(join(__dirname, 'engine-process.ts'), {
      execArgv: [...execArgv],
      env: { ...process.env, ...ALLOCATOR, UV_THREADPOOL_SIZE: String(MOST_AT_ONCE + 4) },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    started.on('message', (message: FromEngine) => {
      if (message.kind === 'succeeded') waiting.get(message.id)?.resolve(message.result);
      else waiting.get(message.id)?.reject(new TrinoError(message.code, message.detail));
    });
    started.on('exit', () => ended(started));
    // It could not be started, or was gone before a message reached it.
    started.on('error', error => {
      started.kill('SIGKILL');
      ended(started, error.message);
    });
    return started;
  };
  /** A process that was killed for one statement's sake is nothing that the others have to know of: they run again. */
  const ended = (which: ChildProcess, reason = 'it ended while the query ran') => {
    if (child !== which) return;
    child = undefined;
    const again = !closed && [...waiting.values()].some(({ signal }) => signal.aborted);
    for (const [id, { job, signal, reject }] of waiting)
      if (again && !signal.aborted) send({ kind: 'run', id, job });
      else reject(new TrinoError('GENERIC_INTERNAL_ERROR', `The query engine failed: ${reason}`));
  };
  const send = (message: ToEngine) => {
    child ??= start();
    // Sending fails only if the process has ended; the exit handler reports that.
    child.send(message, () => {});
  };
  /** The next statement starts another process, also while this one is still ending. */
  const retire = () => {
    const retired = child;
    child = undefined;
    retired?.disconnect();
  };
  const retireWhenIdle = () => {
    clearTimeout(idle);
    if (waiting.size === 0) idle = setTimeout(retire, IDLE).unref();
  };

  return {
    async run(id, job, signal) {
      if (closed) throw new TrinoError('GENERIC_INTERNAL_ERROR', 'Local AWS is stopping');
      clearTimeout(idle);
      let patience: NodeJS.Timeout | undefined;
      const cancel = () => {
        const asked = child;
        asked?.send({ kind: 'cancel', id } satisfies ToEngine, () => {});
        patience = setTimeout(() => asked?.kill('SIGKILL'), PATIENCE);
      };
      signal.addEventListener('abort', cancel, { once: true });
      try {
        return await new Promise<QueryResult>((resolve, reject) => {
          waiting.set(id, { job, signal, resolve, reject });
          send({ kind: 'run', id, job });
          if (signal.aborted) cancel();
        });
      } finally {
        clearTimeout(patience);
        signal.removeEventListener('abort', cancel);
        waiting.delete(id);
        retireWhenIdle();
      }
    },
    warm() {
      if (closed) return;
      child ??= start();
      retireWhenIdle();
    },
    async close() {
      closed = true;
      clearTimeout(idle);
      const ending = child;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      const gone = new Promise<void>(resolve => ending.once('exit', () => resolve()));
      ending.kill('SIGKILL');
      await gone;
    },
  };
}
