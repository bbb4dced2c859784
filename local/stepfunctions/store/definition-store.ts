import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../../data-folder/write-atomically';

/** Definitions by their hash, so that each execution keeps the one that it started with and a thousand of them share one file. */
export interface DefinitionStore {
  /** Gives the hash. */
  keep(definition: string): Promise<string>;
  read(hash: string): Promise<string>;
}

export function openDefinitionStore(directory: string): DefinitionStore {
  const kept = new Set<string>();
  const path = (hash: string) => join(directory, `${hash}.asl.json`);
  return {
    async keep(definition) {
      const hash = createHash('sha256').update(definition).digest('hex').slice(0, 40);
      if (!kept.has(hash)) await writeAtomically(path(hash), definition);
      kept.add(hash);
      return hash;
    },
    read: hash => readFile(path(hash), 'utf8'),
  };
}
