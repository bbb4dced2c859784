import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { LinkedFile } from './linked-file';
import { type CsvForm, isPlainCsv } from './plain-csv';

export interface KnownForms {
  /** Whether each of the files is plain (`plain-csv.ts`), in their order. */
  arePlain(files: readonly LinkedFile[], form: CsvForm): Promise<boolean[]>;
}

/** So many files are looked at side by side. */
const AT_ONCE = 4;
/** Of the shortest lines, some 4 MB. */
const MOST_LINES = 100_000;

/**
 * What is known of files that were looked at before, by size and times as they are on disk: nothing is looked at twice. With a path it is kept
 * there, a line each; losing it costs no more than looking again.
 */
export function openKnownForms(path?: string): KnownForms {
  const known = new Map<string, Promise<boolean>>(readLines(path).map(([key, plain]) => [key, Promise.resolve(plain)]));
  const look = async (file: LinkedFile, form: CsvForm, key: string) => {
    const plain = await isPlainCsv(file.path, form);
    if (path !== undefined) appendFileSync(path, `${key} ${plain ? 1 : 0}\n`);
    return plain;
  };
  return {
    async arePlain(files, form) {
      const results: boolean[] = [];
      for (let from = 0; from < files.length; from += AT_ONCE) {
        const some = files.slice(from, from + AT_ONCE).map(file => {
          const key = keyOf(file, form);
          const result = known.get(key) ?? look(file, form, key);
          known.set(key, result);
          // What could not be read may be read the next time.
          result.catch(() => known.delete(key));
          return result;
        });
        results.push(...(await Promise.all(some)));
      }
      return results;
    },
  };
}

/** Bytes are identified by the file's size, time of change and inode; a second name of a file is the same file. */
function keyOf({ path }: LinkedFile, { separator, quote, escape: escaping, columns }: CsvForm): string {
  const { size, mtimeNs, ino } = statSync(path, { bigint: true });
  const parts = [size, mtimeNs, ino, separator, quote, escaping, columns];
  return createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 32);
}

function readLines(path: string | undefined): (readonly [string, boolean])[] {
  if (path === undefined) return [];
  let lines: string[];
  try {
    lines = readFileSync(path, 'utf8').split('\n').filter(isWhole);
  } catch {
    return [];
  }
  if (lines.length > MOST_LINES) {
    lines = lines.slice(-MOST_LINES / 2);
    writeFileSync(path, lines.map(line => `${line}\n`).join(''));
  }
  return lines.map(line => [line.slice(0, -2), line.endsWith('1')]);
}

function isWhole(line: string): boolean {
  return /^[\w-]{32} [01]$/.test(line);
}
