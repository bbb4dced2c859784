import { createHash } from 'node:crypto';

export interface OutputKeys {
  readonly processed: string;
  readonly quarantine: string;
}

/** S3 takes keys of 1,024 bytes; this leaves room for our prefixes and what tells two names apart. */
const MAX_NAME_BYTES = 900;

/** Where the rows of the upload `key` go. No two keys share a place. */
export function outputKeys(key: string): OutputKeys {
  const name = outputName(key);
  return { processed: `processed/filtered_${name}.csv`, quarantine: `quarantine/quarantined_${name}.csv` };
}

function outputName(key: string): string {
  const plain = /^raw\/([A-Za-z0-9_-]+)\.csv$/.exec(key)?.[1];
  if (plain !== undefined && plain.length <= MAX_NAME_BYTES) return plain;
  const last = key.slice(key.lastIndexOf('/') + 1).replace(/\.csv$/i, '');
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
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > MAX_NAME_BYTES) break;
    kept += character;
  }
  return kept;
}
