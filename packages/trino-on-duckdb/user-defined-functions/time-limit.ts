import { createContext, Script } from 'node:vm';
import { TrinoError } from '../trino-error';

/** For one batch of rows, of which there are 2,048 (milliseconds). */
const LONGEST = 10_000;

const shared: { work?: () => void } = {};
const context = createContext(shared);
const script = new Script('work()');

/**
 * Ends work of ours that never would, such as a regular expression without end: while it runs, no other query gets on. Only V8 itself can
 * do that, and it offers it for scripts.
 */
export class TimeLimit {
  private exceeded: TrinoError | undefined;

  constructor(private readonly milliseconds = LONGEST) {}

  /** Once the limit was exceeded, nothing is done any more: DuckDB tries again what failed while it planned. */
  run(name: string, work: () => void): void {
    if (this.exceeded) throw this.exceeded;
    shared.work = work;
    try {
      script.runInContext(context, { timeout: this.milliseconds });
    } catch (error) {
      if (errorCode(error) !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      this.exceeded = new TrinoError(
        'EXCEEDED_TIME_LIMIT',
        `Function ${name} took more than ${this.milliseconds} ms for one batch of rows`,
      );
      throw this.exceeded;
    }
  }
}

function errorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
