import { PREFIXES } from './prefixes';
import { UploadSettings } from './reading';
import type { UploadRecord } from './upload-record';

/**
 * Where corrected rows of a quarantine file go: a key of their own, made of their content. No other upload's rows are replaced, and the same rows
 * are not uploaded twice. `digest` is hex.
 */
export function requeuedKey(quarantineFile: string, digest: string): string {
  const name = quarantineFile
    .replace(/^.*[/\\]/, '')
    .replace(/^quarantined_/, '')
    .replace(/\.csv$/i, '')
    .replace(/[^A-Za-z0-9_-]/g, '-')
    .slice(0, 200);
  return `${PREFIXES.raw}${name}_requeued-${digest.slice(0, 12)}.csv`;
}

/**
 * How an upload was read, so that its corrected rows are read alike: its source, its shop and what its other rows proved. A quarantine file is
 * UTF-8 with commas, in any case. `{}` where nothing is known.
 */
export function requeueSettings(record: UploadRecord | null | undefined): UploadSettings {
  if (!record || record.reading === '') return {};
  const { settings = {}, source, shop, dateOrder, decimal } = JSON.parse(record.reading);
  const { encoding: _encoding, ...given } = settings;
  const known = { source, ...(shop && { shop }), ...(dateOrder && { dateOrder }), ...(decimal && { decimal }), ...given };
  return UploadSettings.safeParse(known).data ?? {};
}
