import { placesOf, plainOf } from '../decimal';
import { EVERYONE, type Viewer } from './viewer';

/** A moment for people and, in ISO 8601, for machines. */
export interface Moment {
  readonly iso: string;
  readonly text: string;
}

/** A number for people and, plain, for machines. */
export interface Shown {
  readonly value: string;
  readonly text: string;
}

/** Making a format takes longer than using it; viewers share a few. */
const formats = new Map<string, unknown>();
const MAX_FORMATS = 500;

function kept<T>(key: string, make: () => T, isIt: (value: unknown) => value is T): T {
  const known = formats.get(key);
  if (isIt(known)) return known;
  if (formats.size >= MAX_FORMATS) formats.clear();
  const made = make();
  formats.set(key, made);
  return made;
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const isIt = (value: unknown) => value instanceof Intl.DateTimeFormat;
  return kept(`date ${locale} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options), isIt);
}

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const isIt = (value: unknown) => value instanceof Intl.NumberFormat;
  return kept(`number ${locale} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options), isIt);
}

/** `22 Nov 2026, 19:00:07 UTC`, in the viewer's language and time zone. */
export function momentOf(date: Date, { locale, timeZone }: Viewer = EVERYONE): Moment {
  return { iso: date.toISOString(), text: dateFormat(locale, { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(date) };
}

/** `22 Nov, 19:00`: for lists, whose foot names the time zone. */
export function shortMomentOf(date: Date, { locale, timeZone }: Viewer = EVERYONE): Moment {
  const options = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone } as const;
  return { iso: date.toISOString(), text: dateFormat(locale, options).format(date) };
}

/** `2026-11-22` → `22 November 2026`; what is not such a day stays as it is. */
export function dayOf(text: string, { locale }: Viewer = EVERYONE): string {
  const date = dateOf(text);
  return date ? dateFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date) : text;
}

/** `2026-11-22` → `22 Nov 2026`. */
export function shortDayOf(text: string, { locale }: Viewer = EVERYONE): string {
  const date = dateOf(text);
  return date ? dateFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(date) : text;
}

/** `2025-02-01` → `Feb 2025`; what is not the first of a month stays as it is. */
export function monthOf(text: string, { locale }: Viewer = EVERYONE, month: 'short' | 'long' = 'short'): string {
  const date = text.endsWith('-01') ? dateOf(text) : undefined;
  return date ? dateFormat(locale, { month, year: 'numeric', timeZone: 'UTC' }).format(date) : text;
}

export function dateOf(text: string): Date | undefined {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : undefined;
}

/** What `Intl` can show exactly. */
const MAX_PLACES = 20;

/** A number to its last digit, grouped as the viewer's language groups. */
export function numberOf(decimal: string, viewer: Viewer = EVERYONE): Shown {
  return moneyOf(decimal, { currency: null }, viewer);
}

export interface MoneyOptions {
  /** An ISO code; null where no upload shows one. */
  readonly currency: string | null;
  /** Rounded to whole units. @default false */
  readonly whole?: boolean;
  /** `+` before what is above zero. @default false */
  readonly signed?: boolean;
}

/** An amount with its currency, where there is one. */
export function moneyOf(decimal: string, { currency, whole = false, signed = false }: MoneyOptions, { locale }: Viewer = EVERYONE): Shown {
  const plain = plainOf(decimal);
  if (!isNumeric(plain) || placesOf(plain) > MAX_PLACES) return { value: decimal, text: decimal };
  const places = whole ? 0 : placesOf(plain);
  const options: Intl.NumberFormatOptions = {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    ...(signed && { signDisplay: 'exceptZero' }),
    ...currencyStyle(currency),
  };
  return { value: decimal, text: numberFormat(locale, options).format(plain) };
}

/** As a text `Intl` shows a number to its last digit, where a float would lose cents. */
function isNumeric(text: string | undefined): text is `${number}` {
  return text !== undefined;
}

/** Signs that several currencies share, each with one that is written so: the page says no more than the upload does. */
const SHARED_SIGNS: Readonly<Record<string, string>> = { $: 'USD', '¥': 'JPY', kr: 'SEK', Rs: 'PKR' };

function currencyStyle(currency: string | null): Intl.NumberFormatOptions {
  if (currency === null) return {};
  const shared = Object.hasOwn(SHARED_SIGNS, currency) ? SHARED_SIGNS[currency] : undefined;
  if (shared !== undefined) return { style: 'currency', currency: shared, currencyDisplay: 'narrowSymbol' };
  return /^[A-Z]{3}$/.test(currency) ? { style: 'currency', currency } : {};
}

/** `1.3M`, for an axis. */
export function compactOf(number: number, currency: string | null = null, { locale }: Viewer = EVERYONE): string {
  const style = currencyStyle(currency);
  const money: Intl.NumberFormatOptions = style.style === undefined ? {} : { ...style, currencyDisplay: 'narrowSymbol' };
  const size: Intl.NumberFormatOptions =
    number !== 0 && Math.abs(number) < 1
      ? { maximumSignificantDigits: 2 }
      : { notation: 'compact', maximumFractionDigits: 1, minimumFractionDigits: 0 };
  return numberFormat(locale, { ...size, ...money }).format(number);
}

/** A share of 1 as `12.3%`; `<0.1%` for what would be shown as nothing. */
export function shareOf(share: number, { locale }: Viewer = EVERYONE): string {
  if (share > 0 && share < 0.0005) return `<${shareOf(0.001, { ...EVERYONE, locale })}`;
  return numberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share);
}

/** `12%`, `3.4%`, `under 0.1%`: a change without its sign. */
export function changeOf(share: number, { locale }: Viewer = EVERYONE): string {
  const size = Math.abs(share);
  const places = size >= 0.0995 ? 0 : 1;
  const text = numberFormat(locale, { style: 'percent', maximumFractionDigits: places }).format(size < 0.001 ? 0.001 : size);
  return size < 0.001 ? `under ${text}` : text;
}

/** `12 bytes`, `4.2 KB`, `1.3 GB`, by thousands. */
export function bytesOf(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power]}`;
}

/** A whole number with thousands separators, for a sentence. */
export function countOf(count: number, { locale }: Viewer = EVERYONE): string {
  return numberFormat(locale, {}).format(count);
}

/** `1 row`, `2 rows`. */
export function plural(count: number, one: string, many = `${one}s`, viewer: Viewer = EVERYONE): string {
  return `${countOf(count, viewer)} ${count === 1 ? one : many}`;
}
