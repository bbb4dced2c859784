import { readFile } from 'node:fs/promises';

/** So many lines of a result that is text, from the line of that number on, each a row of one value. `next` is the number of the next line. */
export async function readLines(path: string, from: number, count: number) {
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  const to = from + count;
  return { rows: lines.slice(from, to).map(line => [line]), next: to < lines.length ? to : undefined };
}
