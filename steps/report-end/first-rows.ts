import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { parse } from 'csv-parse/sync';
import type { Manifest } from '../../pipeline/manifest';
import type { Answer } from './message';

const ROWS = 3;
/** Enough for the header and a few rows; a row that is cut off is left out. */
const BYTES = 16 * 1024;

/** The first rows of each result of an execution. A result that cannot be read is left out: the message has the link. */
export async function firstRows(s3: S3Client, { queries }: Manifest): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const { title, location } of queries) {
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(location ?? '') ?? [];
    if (Bucket === undefined || Key === undefined) continue;
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=0-${BYTES - 1}` }));
      answers.push({ title, lines: rowsOf((await Body?.transformToString()) ?? '') });
    } catch {}
  }
  return answers;
}

export function rowsOf(csv: string): readonly string[] {
  const whole = csv.slice(0, csv.lastIndexOf('\n') + 1);
  const rows: string[][] = parse(whole, { relax_column_count: true, relax_quotes: true, to: ROWS + 1 });
  return rows.map(row => row.map(cell => cell.replace(/\s+/g, ' ').slice(0, 60)).join(' | '));
}
