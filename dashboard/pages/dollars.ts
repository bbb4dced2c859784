import type { Manifest } from '../executions/manifest';
import { EVERYONE, type Viewer } from './viewer';

/** Athena bills bytes scanned, ten megabytes a query at least. Source: https://aws.amazon.com/athena/pricing/ (us-east-1, November 2026). */
const DOLLARS_PER_TERABYTE = 5;
const LEAST_BYTES = 10 * 1024 ** 2;

/** What the queries of an execution cost in AWS; null where it ran none. */
export function athenaDollarsOf(manifest: Manifest | null): number | null {
  const scanned = manifest?.queries.flatMap(({ bytesScanned }) => bytesScanned ?? []) ?? [];
  if (scanned.length === 0) return null;
  return scanned.reduce((sum, bytes) => sum + Math.max(bytes, LEAST_BYTES), 0) * (DOLLARS_PER_TERABYTE / 1024 ** 4);
}

/** To two digits that count: most executions cost a fraction of a cent. */
export function dollarsOf(dollars: number, { locale }: Viewer = EVERYONE): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 }).format(dollars);
}
