import { createHash } from 'node:crypto';
import { PREFIXES } from './prefixes';
import { TABLE_FORMATS, type TableFormat } from './table-format';

export interface OutputKeys {
  /** What stands behind `filtered_` and `dropped_`, ending included: the record's column `file`. */
  readonly file: string;
  readonly processed: string;
  readonly dropped: string;
  readonly quarantine: string;
  readonly record: string;
}

/** S3 takes keys of 1,024 bytes; this leaves room for our prefixes and for the hash. */
const MAX_NAME_BYTES = 900;

/** Where the outputs of the upload `key` go. Two keys never share an output. */
export function outputKeys(key: string, format: TableFormat = 'csv'): OutputKeys {
  const name = outputName(key);
  const file = `${name}.${format}`;
  return {
    file,
    ...tableKeys(file),
    quarantine: `${PREFIXES.quarantine}quarantined_${name}.csv`,
    record: `${PREFIXES.uploads}${name}.csv`,
  };
}

/** The data files of the tables, by what a record says of them. */
export function tableKeys(file: string): Pick<OutputKeys, 'processed' | 'dropped'> {
  return { processed: `${PREFIXES.processed}filtered_${file}`, dropped: `${PREFIXES.dropped}dropped_${file}` };
}

/** The name in the user metadata of an output under which the key of its upload stands. */
export const UPLOAD_METADATA = 'upload';

/** A key in the form that user metadata allows: ASCII of fewer than 2 KB. */
export function uploadMetadata(key: string): Readonly<Record<string, string>> {
  return { [UPLOAD_METADATA]: Buffer.from(key, 'utf8').toString('base64url') };
}

/** The key of the upload whose output this is, by the output's metadata or by a plain name; undefined where neither tells it. */
export function uploadOfOutput(output: string, metadata: Readonly<Record<string, string>>): string | undefined {
  const told = Buffer.from(metadata[UPLOAD_METADATA] ?? '', 'base64url').toString('utf8');
  const plain = /\/(?:filtered|dropped)_([A-Za-z0-9_-]+)\.\w+$/.exec(output)?.[1];
  return [told, `${PREFIXES.raw}${plain}.csv`].find(key => outputsOf(key).includes(output));
}

/** The data files of an upload, in every form that a stage can declare. */
export function outputsOf(key: string): readonly string[] {
  return TABLE_FORMATS.flatMap(format => {
    const { processed, dropped } = outputKeys(key, format);
    return [processed, dropped];
  });
}

function outputName(key: string): string {
  const plain = /^raw\/([A-Za-z0-9_-]+)\.csv$/.exec(key)?.[1];
  if (plain !== undefined && plain.length <= MAX_NAME_BYTES) return plain;
  const last = key.slice(key.lastIndexOf('/') + 1).replace(/(\.(csv|tsv|txt|tab))?(\.gz)?$/i, '');
  const hash = createHash('sha256').update(key, 'utf8').digest('hex');
  return `${cut(last.replace(SPECIAL, '-'))}~${hash.slice(0, 16)}`;
}

/**
 * What is not a letter, digit or mark of some script, and not among the characters that S3 calls safe (less the asterisk, which means "any" to others).
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
const SPECIAL = /[^\p{L}\p{M}\p{N}!_.'()-]/gu;

function cut(name: string): string {
  let kept = '';
  let bytes = 0;
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_NAME_BYTES) break;
    kept += character;
  }
  return kept;
}
