import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { errorCode } from '../../data-folder/error-code';
import type { Json, Template } from './template';

export interface Evaluation {
  /** What `$now` and `$millis` give, in milliseconds since 1970. */
  readonly now: number;
  /** Templates by their place in the state: `Output`, `Arguments`, `Choices[0]/Condition`. */
  readonly fields: Readonly<Record<string, Template>>;
  /** What `$states` holds, each as JSON text. */
  readonly states: Readonly<Record<string, Json>>;
  /** The variables that the templates may name, each as JSON text. */
  readonly variables: Readonly<Record<string, Json>>;
}

/** An expression gave nothing, threw, or gave what JSON cannot hold. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';

  constructor(
    readonly location: string,
    expression: string,
    what: string,
  ) {
    super(`The JSONata expression '${expression}' specified for the field '${location}' ${what}`);
  }
}

export interface Evaluator {
  /** Each field as JSON text. Throws `EvaluationError`. */
  evaluate(evaluation: Evaluation): Promise<Readonly<Record<string, Json>>>;
  close(): Promise<void>;
}

const failureSchema = z.object({
  location: z.string(),
  expression: z.string(),
  kind: z.enum(['undefined', 'unsupported', 'internal', 'threw']),
  message: z.string().optional(),
});
const replySchema = z.union([
  z.object({ values: z.record(z.string(), z.string()) }),
  z.object({ failure: failureSchema }),
  z.object({ crash: z.string() }),
]);

interface Job {
  readonly evaluation: Evaluation;
  readonly resolve: (values: Readonly<Record<string, Json>>) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  /** Whether it has loaded what it needs. */
  ready: boolean;
  job: Job | undefined;
  /** Since when the job is worked on; endless until then, since a thread that loads is not stuck. */
  since: number;
  timers: NodeJS.Timeout[];
}

/** A thread that has been busy for longer than this is taken to be stuck, and another one helps out: an endless expression blocks no other. */
const STUCK_MILLISECONDS = 50;
const MOST_THREADS = 4;

/** An evaluation that has not answered by then is ended from outside; the thread itself gives up after a second. */
const LONGEST_MILLISECONDS = 2_000;

const MEMORY = { maxOldGenerationSizeMb: 256, stackSizeMb: 4 };

/** JSONata in threads that can be ended: an expression that never ends would otherwise hold the whole endpoint. */
export function createEvaluator(): Evaluator {
  const threads = new Set<Thread>();
  const queue: Job[] = [];

  function work(): void {
    while (queue.length > 0) {
      const thread = [...threads].find(candidate => !candidate.job) ?? helper();
      const job = thread && queue.shift();
      if (!thread || !job) return;
      thread.job = job;
      thread.worker.postMessage(job.evaluation);
      thread.worker.ref();
      if (thread.ready) watch(thread, job);
    }
  }

  function watch(thread: Thread, job: Job): void {
    thread.since = performance.now();
    thread.timers = [setTimeout(work, STUCK_MILLISECONDS + 1), setTimeout(() => drop(thread, tooLong(job)), LONGEST_MILLISECONDS)];
  }

  function helper(): Thread | undefined {
    const stuck = [...threads].every(thread => performance.now() - thread.since > STUCK_MILLISECONDS);
    if (!stuck || threads.size >= MOST_THREADS) return undefined;
    const worker = new Worker(join(__dirname, 'worker.cjs'), { resourceLimits: MEMORY, execArgv: [] });
    const thread: Thread = { worker, ready: false, job: undefined, since: Number.POSITIVE_INFINITY, timers: [] };
    threads.add(thread);
    // The first message only says that it is ready: on a busy machine that takes longer than an expression may.
    worker.once('message', () => {
      thread.ready = true;
      worker.on('message', reply => settle(thread, replySchema.parse(reply)));
      if (thread.job) watch(thread, thread.job);
    });
    worker.on('error', error => drop(thread, thread.job && outOfBounds(thread.job, error)));
    return thread;
  }

  function settle(thread: Thread, reply: z.infer<typeof replySchema>): void {
    const job = thread.job;
    release(thread);
    if (!job) return;
    if ('values' in reply) job.resolve(reply.values);
    else if ('crash' in reply) job.reject(new Error(reply.crash));
    else job.reject(failureOf(reply.failure));
    work();
  }

  function drop(thread: Thread, error: Error | undefined): void {
    const job = thread.job;
    threads.delete(thread);
    release(thread);
    void thread.worker.terminate();
    if (error) job?.reject(error);
    work();
  }

  function release(thread: Thread): void {
    thread.job = undefined;
    thread.since = Number.POSITIVE_INFINITY;
    thread.worker.unref();
    for (const timer of thread.timers) clearTimeout(timer);
  }

  return {
    evaluate: evaluation =>
      new Promise((resolve, reject) => {
        queue.push({ evaluation, resolve, reject });
        work();
      }),
    async close() {
      const all = [...threads];
      threads.clear();
      for (const thread of all) release(thread);
      await Promise.all(all.map(thread => thread.worker.terminate()));
    },
  };
}

function failureOf({ location, expression, kind, message }: z.infer<typeof failureSchema>): EvaluationError {
  if (kind === 'undefined') return new EvaluationError(location, expression, 'returned nothing (undefined).');
  if (kind === 'unsupported') return new EvaluationError(location, expression, 'returned an unsupported result type.');
  if (kind === 'internal') return new EvaluationError(location, expression, `threw an internal error during evaluation. ${message}`);
  return new EvaluationError(location, expression, `threw an error during evaluation${message}`);
}

function tooLong(job: Job): Error {
  return endedFromOutside(job, 'Expression evaluation timeout: Check for infinite loop');
}

function outOfBounds(job: Job, error: Error): Error {
  const isMemory = errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY';
  return endedFromOutside(job, isMemory ? 'Expression evaluation memory limit exceeded: Check for excessive memory usage' : error.message);
}

/** Which of several expressions it was is unknown from outside: the first field's is named. */
function endedFromOutside({ evaluation }: Job, message: string): Error {
  const [location = '', template] = Object.entries(evaluation.fields)[0] ?? [];
  const expression = typeof template === 'string' ? template.slice(2, -2).trim() : JSON.stringify(template);
  return new EvaluationError(location, expression, `threw an error during evaluation: ${message}`);
}
