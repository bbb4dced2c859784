import type { QueryRun } from './manifest';

/** Why a query has no result. */
export function problemOf({ error, cause, location, state }: QueryRun): string {
  if (error) return cause ? `${error}: ${cause}` : error;
  return location ? 'The result file is no longer in S3.' : `The query ended as ${state}.`;
}
