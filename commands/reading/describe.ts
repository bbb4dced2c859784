/** What the terminal says of how a file was read. */
export interface DescribedReading {
  readonly source: string | null;
  readonly shop: string | null;
  readonly compression: string | null;
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly currency: string | null;
}

export interface DescribedCounts {
  readonly read: number | null;
  readonly kept: number | null;
  readonly dropped: number | null;
  readonly quarantined: number | null;
  readonly continuations: number | null;
}

const DELIMITERS: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };

/** `read as a shopify export: UTF-8, comma, 1,204 orders kept of 2,310 rows, EUR`. */
export function describeReading(reading: DescribedReading, counts: DescribedCounts): string {
  const number = (value: number | null) => (value ?? 0).toLocaleString('en');
  const kind = reading.source === 'standard' ? 'in the standard form' : `as a ${reading.source} export`;
  const form = [
    reading.compression,
    (reading.encoding ?? '').toUpperCase(),
    DELIMITERS[reading.delimiter ?? ''] ?? reading.delimiter,
    `${number(counts.kept)} kept of ${number(counts.read)} rows`,
    counts.dropped ? `${number(counts.dropped)} dropped` : null,
    counts.quarantined ? `${number(counts.quarantined)} quarantined` : null,
    counts.continuations ? `${number(counts.continuations)} continuation rows` : null,
    reading.currency,
    reading.shop ? `shop ${reading.shop}` : null,
  ];
  return `read ${kind}: ${form.filter(Boolean).join(', ')}`;
}
