import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../../data-folder/write-atomically';

/** Definitions by their hash, so that each execution keeps the one that it started with and a thousand of them share one file. */
export interface DefinitionStore {
  keep(definition: string): Promise<void>;
  read(hash: string): Promise<string>;
}

export function hashOf(definition: string): string {
  return createHash('sha256').update(definition).digest('hex').slice(0, 40);
}

export function openDefinitionStore(directory: string): DefinitionStore {
  const kept = new Set<string>();
  const path = (hash: string) => join(directory, `${hash}.asl.json`);
  return {
    async keep(definition) {
      const hash = hashOf(definition);
      if (!kept.has(hash)) await writeAtomically(path(hash), definition);
      kept.add(hash);
    },
    async read(hash) {
      try {
        return await readFile(path(hash), 'utf8');
      } catch (cause) {
        throw new Error(`The definition of the execution is lost: ${path(hash)} cannot be read`, { cause });
      }
    },
  };
}
