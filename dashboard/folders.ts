import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** In a bundle: what the pipeline would make of a file. */
export const CHECK_FILE = join(__dirname, 'check.js');

/**
 * Where the files that are read at run time lie: beside this file, or, in a bundle, beside the bundle (`server.js`, `views/`, `public/` and
 * `queries/` in one folder; esbuild leaves `__dirname` to mean that folder).
 */
export const FOLDERS = {
  views: join(__dirname, 'views'),
  public: join(__dirname, 'public'),
  queries: [join(__dirname, 'queries'), join(__dirname, '..', 'queries')].find(existsSync) ?? join(__dirname, 'queries'),
} as const;
