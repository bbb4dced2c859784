import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { writeAtomically } from '../../data-folder/write-atomically';
import type { FileSchema } from './file-schema';
import type { KnownSchemas } from './survey';

/** What each file was when it was read, kept between starts: what has not changed is never read again. Losing it costs one slow crawl. */
export interface KnownFiles {
  all(): Promise<KnownSchemas>;
  /** Adds what a crawl found. */
  keep(found: KnownSchemas): Promise<void>;
}

/** More than this, and all but the newest crawl's are forgotten. */
const MOST_FILES = 50_000;

export function openKnownFiles(directory: string): KnownFiles {
  const path = join(directory, 'known-files.jsonl');
  let loaded: Promise<KnownSchemas> | undefined;
  const all = () => {
    loaded ??= load(path);
    return loaded;
  };
  return {
    all,
    async keep(found) {
      const known = await all();
      const added = [...found].filter(([key]) => !known.has(key));
      for (const [key, schema] of added) known.set(key, schema);
      if (known.size > MOST_FILES && known.size > 2 * found.size) {
        loaded = Promise.resolve(new Map(found));
        await writeAtomically(path, linesOf([...found]));
      } else if (added.length > 0) await appendFile(path, linesOf(added));
    },
  };
}

function linesOf(entries: readonly (readonly [string, FileSchema | undefined])[]): string {
  return entries.map(([key, schema]) => `${JSON.stringify([key, schema ?? null])}\n`).join('');
}

const types = ['boolean', 'smallint', 'int', 'bigint', 'float', 'double', 'date', 'timestamp', 'string'] as const;
const line = z.tuple([
  z.string(),
  z
    .object({
      compression: z.enum(['none', 'gzip']),
      size: z.number(),
      csv: z
        .object({
          delimiter: z.string(),
          quote: z.string().optional(),
          isQuoted: z.boolean(),
          serde: z.enum(['LazySimpleSerDe', 'OpenCSVSerDe']).optional(),
          hasHeader: z.boolean(),
        })
        .optional(),
      isParquet: z.boolean().optional(),
      columns: z.array(
        z.object({
          name: z.string(),
          evidence: z.object({ fitting: z.array(z.enum(types)), seen: z.boolean() }),
          type: z.string().optional(),
        }),
      ),
      objects: z.number(),
      records: z.number(),
    })
    .nullable(),
]);

/** A line that was cut off is passed over. */
async function load(path: string): Promise<KnownSchemas> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return new Map(
    text.split('\n').flatMap(json => {
      const parsed = line.safeParse(parse(json));
      return parsed.success ? [[parsed.data[0], parsed.data[1] ?? undefined] as const] : [];
    }),
  );
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
