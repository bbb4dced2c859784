/** How a file was read, as its manifest has it. */
export interface DescribedReading {
  readonly source: string | null;
  readonly shop: string | null;
  readonly compression: string | null;
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly currency: string | null;
  readonly rows: string | null;
}

export interface DescribedCounts {
  readonly read: number | null;
  readonly kept: number | null;
  readonly dropped: number | null;
  readonly quarantined: number | null;
}

/**
 * The sentence that the terminal and an execution's page begin with: `read as a Shopify export: UTF-8, comma, 1,204 orders in 2,310 rows, EUR`. Orders
 * are those that are written, dropped ones too.
 */
export function describeReading(reading: DescribedReading, counts: DescribedCounts): string {
  const written = (counts.kept ?? 0) + (counts.dropped ?? 0);
  const form = [
    reading.compression,
    (reading.encoding ?? '').toUpperCase(),
    DELIMITERS[reading.delimiter ?? ''] ?? reading.delimiter,
    `${counted(written, reading.rows === 'lines' ? 'line' : 'order')} in ${counted(counts.read ?? 0, 'row')}`,
    reading.currency,
    reading.shop ? `shop ${reading.shop}` : null,
    counts.dropped ? `${number(counts.dropped)} dropped` : null,
    counts.quarantined ? `${number(counts.quarantined)} in quarantine` : null,
  ];
  return `read ${kindOf(reading.source)}: ${form.filter(Boolean).join(', ')}`;
}

const DELIMITERS: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };
/** Names that do not begin with a capital letter alone. */
const SPELLINGS: Readonly<Record<string, string>> = { ebay: 'eBay', woocommerce: 'WooCommerce' };

function kindOf(source: string | null): string {
  if (source === null || source === 'standard') return 'in the standard form';
  const name = SPELLINGS[source] ?? source.charAt(0).toUpperCase() + source.slice(1);
  return `as ${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name} export`;
}

const number = (value: number) => value.toLocaleString('en');
const counted = (value: number, name: string) => `${number(value)} ${name}${value === 1 ? '' : 's'}`;
