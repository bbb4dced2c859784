/** A moment for people and, in ISO 8601, for machines. */
export interface Moment {
  readonly iso: string;
  readonly text: string;
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'UTC' });

/** `22 Nov 2026, 19:00:07 UTC`: every viewer, wherever, sees the same. */
export function momentOf(date: Date): Moment {
  return { iso: date.toISOString(), text: `${SHORT_DAY.format(date)}, ${TIME.format(date)} UTC` };
}

/** `2026-11-22` → `22 November 2026`; what is not such a day stays as it is. */
export function dayOf(text: string): string {
  const date = dateOf(text);
  return date ? DAY.format(date) : text;
}

/** `2025-02-01` → `Feb 2025`; what is not the first of a month stays as it is. */
export function monthOf(text: string): string {
  const date = text.endsWith('-01') ? dateOf(text) : undefined;
  return date ? MONTH.format(date) : text;
}

export function dateOf(text: string): Date | undefined {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : undefined;
}

/** `40 ms`, `0.3 s`, `12 s`, `4 min 5 s`, `2 h 10 min`. */
export function durationOf(milliseconds: number): string {
  if (milliseconds < 100) return `${Math.max(0, Math.round(milliseconds))} ms`;
  if (milliseconds < 9950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `12 bytes`, `4.2 KB`, `1.3 GB`, by thousands. */
export function bytesOf(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power]}`;
}

/** A whole number with thousands separators, for a sentence. */
export function countOf(count: number): string {
  return count.toLocaleString('en-GB');
}

/** `1 row`, `2 rows`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countOf(count)} ${count === 1 ? one : many}`;
}
