import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDERS } from './folders';

/** Where the static files are served: the path changes with their content, so that browsers may keep them for ever. */
export function assetsPath(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(FOLDERS.public).sort()) hash.update(file).update(readFileSync(join(FOLDERS.public, file)));
  return `/assets/${hash.digest('hex').slice(0, 12)}`;
}
