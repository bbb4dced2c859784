import type { Catcher, Retrier } from '../definition/machine';
import { matches, StateFailure } from './errors';
import { settle } from './settle';
import type { Outcome, Visit } from './visit';

interface Recovery {
  readonly Retry: readonly Retrier[];
  readonly Catch: readonly Catcher[];
}

/**
 * Tries until it succeeds, its retrier is used up, or a catcher takes the failure. Only the first retrier that names the error counts it.
 * `onFailed` is called before a failure is caught or goes on, not before a retry.
 */
export async function withRecovery(
  visit: Visit,
  { Retry, Catch }: Recovery,
  attempt: () => Promise<Outcome>,
  onFailed: () => void = () => {},
): Promise<Outcome> {
  const attempts = Retry.map(() => 0);
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      const index = Retry.findIndex(({ ErrorEquals }) => matches(ErrorEquals, error));
      const retrier = Retry[index];
      const made = attempts[index] ?? 0;
      if (retrier && made < retrier.MaxAttempts) {
        attempts[index] = made + 1;
        visit.retryCount += 1;
        await visit.branch.execution.clock.sleep(delay(retrier, made) * 1000, visit.branch.signal);
        continue;
      }
      onFailed();
      return caught(visit, Catch, error);
    }
  }
}

/** Seconds to wait after `made` retries. FULL jitter draws from nothing to all of it, so that many clients do not come back at once. */
export function delay(retrier: Retrier, made: number, random = Math.random): number {
  const grown = retrier.IntervalSeconds * retrier.BackoffRate ** made;
  const capped = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.JitterStrategy === 'FULL' ? capped * random() : capped;
}

async function caught(visit: Visit, catchers: readonly Catcher[], failure: StateFailure): Promise<Outcome> {
  const index = catchers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure));
  const catcher = catchers[index];
  if (!catcher) throw failure;
  const errorOutput = JSON.stringify({ Error: failure.error ?? '', Cause: failure.cause ?? '' });
  const outcome = await settle(visit, catcher, errorOutput, { errorOutput }, `Catch[${index}]/`);
  return { ...outcome, next: catcher.Next };
}
