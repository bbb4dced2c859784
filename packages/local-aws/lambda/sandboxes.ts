import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock/clock';

export interface FunctionDefinition {
  readonly name: string;
  /** The module that exports `handler`. */
  readonly entry: string;
  /** The whole environment that the handler sees. */
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly timeout: number;
  /** Node's options for the sandbox, such as the loader of a handler in TypeScript. By default those of this process. */
  readonly execArgv?: readonly string[];
  /** Whether a sandbox waits for the next invocation, which takes some 25 MB of memory. By default one does. */
  readonly staysWarm?: boolean;
  /** What the handler prints goes here, as it would to its log group. */
  readonly logFile: string;
}

export interface Outcome {
  readonly failed: boolean;
  /** JSON: the handler's answer, or `{ errorType, errorMessage, trace }`. */
  readonly payload: string;
  /** The last of what the handler printed. */
  readonly printed: string;
}

/**
 * How an invocation goes otherwise than it would, after so many milliseconds of the clock: the sandbox ends or its time is over, though the
 * handler has answered by then, or the handler begins in a new one.
 */
export interface InvocationPlan {
  readonly fault: 'crash' | 'timeout' | 'coldStart';
  readonly milliseconds: number;
}

/** One sandbox stays warm; more exist only while they run. */
const WARM = 1;
/** AWS starts a sandbox for each concurrent invocation. Here at most two run at a time, since a laptop has few cores; others wait. */
const MOST = 2;

/** The sandboxes of one function. Each runs one invocation at a time, as in AWS. */
export class Sandboxes {
  readonly #definition: FunctionDefinition;
  readonly #clock: Clock;
  readonly #closed = new AbortController();
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #log: WriteStream | undefined;

  constructor(definition: FunctionDefinition, clock: Clock) {
    this.#definition = definition;
    this.#clock = clock;
  }

  /** Runs the handler once. It always resolves: an error of the handler, a crash and a time-out are outcomes. */
  async run(event: unknown, context: Readonly<Record<string, string>>, plan?: InvocationPlan): Promise<Outcome> {
    await this.#turn();
    if (plan?.fault === 'coldStart') await this.#cool(plan.milliseconds);
    const worker = this.#idle.pop() ?? this.#start();
    const outcome = await this.#invoke(worker, event, context, plan);
    const next = this.#waiting.shift();
    if (this.#all.has(worker)) {
      if (next || this.#idle.length < this.#kept()) this.#idle.push(worker);
      else await this.#end(worker);
    }
    if (next) next();
    else this.#running--;
    return outcome;
  }

  /** Starts the sandbox that stays warm, so that the first invocation does not wait for it. */
  warm(): void {
    if (this.#all.size === 0) this.#idle.push(this.#start());
  }

  #kept(): number {
    return this.#definition.staysWarm === false ? 0 : WARM;
  }

  async close(): Promise<void> {
    // Waiting invocations have no caller left, and a sandbox that they start now would never end.
    this.#waiting.length = 0;
    this.#closed.abort();
    await Promise.all([...this.#all].map(worker => this.#end(worker)));
    this.#log?.end();
  }

  /** Resolves when there is room for one more; an invocation that ends passes its place on. */
  async #turn(): Promise<void> {
    if (this.#running < MOST) this.#running++;
    else await new Promise<void>(resolve => this.#waiting.push(resolve));
  }

  #start(): Worker {
    const { entry, environment, execArgv } = this.#definition;
    const worker = new Worker(join(__dirname, 'sandbox.cjs'), {
      workerData: { entry },
      env: { ...environment },
      ...(execArgv && { execArgv: [...execArgv] }),
      stdout: true,
      stderr: true,
    });
    this.#all.add(worker);
    worker.unref();
    // What a handler left behind may fail between two invocations; the exit that follows says enough.
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      this.#all.delete(worker);
      const place = this.#idle.indexOf(worker);
      if (place !== -1) this.#idle.splice(place, 1);
    });
    const log = this.#openLog();
    worker.stdout.pipe(log, { end: false });
    worker.stderr.pipe(log, { end: false });
    return worker;
  }

  async #cool(milliseconds: number): Promise<void> {
    await Promise.all(this.#idle.splice(0).map(worker => this.#end(worker)));
    await this.#clock.sleep(milliseconds, this.#closed.signal).catch(() => undefined);
  }

  #invoke(worker: Worker, event: unknown, context: Readonly<Record<string, string>>, plan?: InvocationPlan): Promise<Outcome> {
    const isLost = plan !== undefined && plan.fault !== 'coldStart';
    const over = new AbortController();
    return new Promise(resolve => {
      const settle = (outcome: Outcome) => {
        over.abort();
        clearTimeout(timer);
        worker.off('message', settle).off('error', onError).off('exit', onExit);
        resolve(outcome);
      };
      const onExit = (code: number) =>
        settle(failure('Runtime.ExitError', `RequestId: ${context.awsRequestId} Error: Runtime exited with error: exit status ${code}`));
      const onError = (error: Error) => settle(failure(error.name, error.message));
      const timeOut = () => {
        void this.#end(worker);
        settle(
          failure(
            'Sandbox.Timedout',
            `RequestId: ${context.awsRequestId} Error: Task timed out after ${this.#definition.timeout.toFixed(2)} seconds`,
          ),
        );
      };
      const timer = setTimeout(timeOut, this.#definition.timeout * 1000);
      if (isLost) {
        const act = plan.fault === 'crash' ? () => void worker.terminate() : timeOut;
        this.#clock.sleep(plan.milliseconds, over.signal).then(act, () => undefined);
      } else worker.once('message', settle);
      worker.once('error', onError);
      worker.once('exit', onExit);
      const moved = this.#clock.now() - Date.now();
      worker.postMessage({ event, context, deadline: Date.now() + this.#definition.timeout * 1000, moved });
    });
  }

  async #end(worker: Worker): Promise<void> {
    this.#all.delete(worker);
    await worker.terminate();
  }

  #openLog(): WriteStream {
    if (!this.#log) {
      mkdirSync(dirname(this.#definition.logFile), { recursive: true });
      this.#log = createWriteStream(this.#definition.logFile, { flags: 'a' });
    }
    return this.#log;
  }
}

/** A failure that the handler does not see, so it has no stack trace. */
export function failure(errorType: string, errorMessage: string, printed = ''): Outcome {
  return { failed: true, payload: JSON.stringify({ errorType, errorMessage }), printed };
}
