import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { parse } from 'csv-parse';
import { chartProblem } from '../../queries/chart-problem';
import { loadQueries, type Query, QueryFileError } from '../../queries/load';
import { table } from '../terminal/table';
import { objectAt } from './location';
import type { QueryOutcome } from './manifest';

/** Rows of a result that a terminal shows. */
const ROWS = 10;

/** Reads the head of every result and gives it as lines: title, table, where the rest is, and why its chart cannot be drawn. */
export async function resultLines(s3: S3Client, queries: readonly QueryOutcome[], files = queryFiles()): Promise<readonly string[]> {
  const parts = await Promise.all(
    queries.map(query =>
      linesOf(
        s3,
        query,
        files.find(({ id }) => id === query.id),
      ),
    ),
  );
  return parts.flat();
}

/** None where a file is wrong, which is reported before an upload. */
function queryFiles(): readonly Query[] {
  try {
    return loadQueries();
  } catch (error) {
    if (error instanceof QueryFileError) return [];
    throw error;
  }
}

async function linesOf(s3: S3Client, { title, state, location, cause }: QueryOutcome, file: Query | undefined): Promise<readonly string[]> {
  if (location === null) return ['', title, `  ${state}: ${cause ?? 'no reason given'}`];
  const [header = [], ...rows] = await head(s3, location, ROWS + 2);
  const more = rows.length > ROWS ? [`  … the rest is in ${location}`] : [];
  const problem = file && chartProblem(file, header);
  return ['', title, ...table(header, rows.slice(0, ROWS)), ...more, ...(problem === undefined ? [] : [`  ! ${problem}`])];
}

/** The first records of a CSV in S3; the rest is not read. */
async function head(s3: S3Client, location: string, count: number): Promise<string[][]> {
  const { Body } = await s3.send(new GetObjectCommand(objectAt(location)));
  if (!(Body instanceof Readable)) throw new Error(`expected the rows of ${location}, got no body`);
  const rows = parse({ to: count, relax_column_count: true });
  // It ends what is behind when the rows end, and the rows with an error when the body breaks off: that is thrown below.
  pipeline(Body, rows).catch(() => undefined);
  const records: string[][] = [];
  for await (const record of rows) records.push(record);
  return records;
}
