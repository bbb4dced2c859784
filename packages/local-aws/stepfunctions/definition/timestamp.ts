const OFFSET_DATE_TIME = /^(\d{4}-\d\d-(\d\d))[Tt](\d\d:\d\d)(:\d\d)?(?:\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * Milliseconds since 1970, to the second, which is all that AWS waits by; or nothing for what is no date and time with an offset, on a day that exists.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html
 */
export function parseTimestamp(text: string): number | undefined {
  const [, date, day, minutes, seconds = ':00', offset] = OFFSET_DATE_TIME.exec(text) ?? [];
  if (date === undefined || new Date(`${date}T00:00Z`).getUTCDate() !== Number(day)) return undefined;
  const time = Date.parse(`${date}T${minutes}${seconds}${offset?.toUpperCase()}`);
  return Number.isNaN(time) ? undefined : time;
}
