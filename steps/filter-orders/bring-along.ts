import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { PREFIXES } from '../../pipeline/prefixes';
import { TABLE_FORMATS, type TableFormat } from '../../pipeline/table-format';
import { MixedFormats } from './errors';
import { type LookOptions, lookAtKey } from './look-at-key';
import type { FilterRequest } from './request';
import { readRecord } from './storage/outputs';

export interface BringAlongOptions extends LookOptions {
  /** Milliseconds left for it. */
  readonly timeLeft: () => number;
}

const AT_ONCE = 4;
/** Others work on the same files: what one of them has changed meanwhile is found gone by the next listing. */
const MAX_LISTINGS = 5;

/**
 * Writes what lies in `processed/` and `dropped/` in another format than the tables now have in theirs, upload by upload, as if each had been
 * uploaded again: a table reads every file under its location, in one format. Gives how many files it found. Throws MixedFormats where the
 * time is not enough, or where a file belongs to no upload.
 */
export async function bringAlong({ execution, bucket, today, digest }: FilterRequest, options: BringAlongOptions): Promise<number> {
  const { s3, format, timeLeft } = options;
  let found = 0;
  for (let listing = 1; ; listing++) {
    const files = await otherFiles(s3, bucket, format);
    found += files.size;
    if (files.size === 0) return found;
    if (listing > MAX_LISTINGS) throw new MixedFormats(format, [...files]);
    options.log({ fact: 'bringing files along', format, files: files.size });
    const waiting = [...files];
    const next = async () => {
      for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
        if (timeLeft() <= 0) throw new MixedFormats(format, [file, ...waiting]);
        const record = await readRecord(s3, bucket, `${PREFIXES.uploads}${file.replace(/\.\w+$/, '.csv')}`);
        const key = record?.value?.key;
        if (key === undefined) throw new MixedFormats(format, [file]);
        const look = { kind: 'look', key, created: null, sequencer: null, at: null, asOf: null, giveUp: false } as const;
        await lookAtKey({ ...look, execution, bucket, today, digest }, options);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  }
}

/** What stands behind `filtered_` and `dropped_` in the names of files of other formats. */
async function otherFiles(s3: S3Client, bucket: string, format: TableFormat): Promise<Set<string>> {
  const others = TABLE_FORMATS.filter(other => other !== format).join('|');
  const name = new RegExp(`^[^/]*/(?:filtered|dropped)_([^/]*\\.(?:${others}))$`);
  const files = new Set<string>();
  const list = async (prefix: string) => {
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix }))
      for (const { Key = '' } of Contents) {
        const file = name.exec(Key)?.[1];
        if (file !== undefined) files.add(file);
      }
  };
  await Promise.all([list(PREFIXES.processed), list(PREFIXES.dropped)]);
  return files;
}
