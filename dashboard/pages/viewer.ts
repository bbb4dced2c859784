/** In which language and time zone a page shows numbers, money and times. The words stay English. */
export interface Viewer {
  readonly locale: string;
  readonly timeZone: string;
}

/** For requests that name neither: programs, and browsers on their first page without scripts. */
export const EVERYONE: Viewer = { locale: 'en-GB', timeZone: 'UTC' };

export interface ViewerHeaders {
  readonly acceptLanguage: string | undefined;
  readonly cookie: string | undefined;
}

/** The first language of `Accept-Language` that this Node can format for, and the time zone that the page's script put into a cookie. */
export function viewerOf({ acceptLanguage = '', cookie = '' }: ViewerHeaders): Viewer {
  return { locale: localeOf(acceptLanguage), timeZone: timeZoneOf(cookie) };
}

/** Longer headers are no browser's. */
const MAX_HEADER = 1000;

function localeOf(acceptLanguage: string): string {
  const ranges = acceptLanguage
    .slice(0, MAX_HEADER)
    .split(',')
    .map((range, index) => {
      const [tag = '', ...parameters] = range.trim().split(';');
      const quality = Number(/^\s*q=([\d.]+)\s*$/.exec(parameters.join(';'))?.[1] ?? 1);
      return { tag: tag.trim(), quality, index };
    })
    .filter(({ tag, quality }) => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && quality > 0)
    .toSorted((a, b) => b.quality - a.quality || a.index - b.index);
  return ranges.map(({ tag }) => supported(tag)).find(tag => tag !== undefined) ?? EVERYONE.locale;
}

function supported(tag: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag)[0];
  } catch {
    return undefined;
  }
}

function timeZoneOf(cookie: string): string {
  const [, given] = /(?:^|;\s*)time-zone=([A-Za-z0-9_+\-/%]{1,80})(?:;|$)/.exec(cookie) ?? [];
  if (given === undefined) return EVERYONE.timeZone;
  const known = timeZones.get(given);
  if (known !== undefined) return known;
  const timeZone = canonical(given);
  if (timeZones.size >= MAX_TIME_ZONES) timeZones.clear();
  timeZones.set(given, timeZone);
  return timeZone;
}

/** Making a format takes longer than all the rest of a viewer. */
const timeZones = new Map<string, string>();
const MAX_TIME_ZONES = 500;

function canonical(given: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: decodeURIComponent(given) }).resolvedOptions().timeZone;
  } catch {
    return EVERYONE.timeZone;
  }
}
