import type { Away } from '../executions/health';
import { type Moment, momentOf } from './format';

/** The line over a page whose data may be old. */
export interface AwayLine {
  /** `Step Functions and S3 have`. */
  readonly who: string;
  readonly since: Moment;
}

export function awayLineOf(away: Away | null): AwayLine | null {
  if (!away) return null;
  const { services, since } = away;
  return { who: `${services.join(' and ')} ${services.length === 1 ? 'has' : 'have'}`, since: momentOf(since) };
}
