import { PREFIXES } from './prefixes';

/** So many milliseconds that a later beginning has the smaller number, in 13 digits until the year 2286. */
const END_OF_TIME = 9_999_999_999_999;

/**
 * The latest execution is the one whose snapshot was begun last, among those with query results and without `asOf` in their input; ties by
 * name. Its manifest stands under this key too, so that the first key of a listing is the latest. `begun` is Athena's SubmissionDateTime of
 * the snapshot. The state machine makes the same key in JSONata.
 */
export function latestKey(begun: Date, execution: string): string {
  return `${PREFIXES.latest}${String(END_OF_TIME - begun.getTime()).padStart(13, '0')}-${execution}`;
}

/** Which execution a key under `latest/` names, and when its snapshot was begun; undefined for any other key. */
export function parseLatestKey(key: string): { readonly begun: Date; readonly execution: string } | undefined {
  const [, digits, execution] = key.startsWith(PREFIXES.latest) ? (/^(\d{13})-(.+)$/.exec(key.slice(PREFIXES.latest.length)) ?? []) : [];
  return digits === undefined || execution === undefined ? undefined : { begun: new Date(END_OF_TIME - Number(digits)), execution };
}
