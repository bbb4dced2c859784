import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

export interface Contender {
  readonly name: string;
  /** The program and its first arguments; the input, the output and the as-of date follow. */
  readonly command: readonly string[];
  /** Too slow to be run in every round. */
  readonly slow: boolean;
}

/** Beside the installed packages, so that a bundle finds those it does not hold. */
const BUILD_FOLDER = join(__dirname, '../node_modules/.cache/orders-bench');

/** Ours first. The TypeScript ones are bundled as the Lambda is, so that no measured time includes a compiler's. */
export function contenders(): readonly Contender[] {
  const python: Contender = { name: 'plain Python', command: ['python3', join(__dirname, 'contenders/plain_python.py')], slow: true };
  return [
    { name: 'ours', command: [process.execPath, bundle('ours')], slow: false },
    { name: 'DuckDB, 1 thread', command: [process.execPath, bundle('duckdb')], slow: false },
    { name: 'csv-parse + zod', command: [process.execPath, bundle('csv-parse-zod')], slow: true },
    ...(spawnSync('python3', ['--version']).error ? [] : [python]),
  ];
}

/** Returns the path of the bundle. */
export function bundle(name: string): string {
  mkdirSync(BUILD_FOLDER, { recursive: true });
  // As with the Lambda, the sources lie beside the bundle.
  cpSync(join(__dirname, '../sources'), join(BUILD_FOLDER, 'sources'), { recursive: true });
  const outfile = join(BUILD_FOLDER, `${name}.cjs`);
  buildSync({
    entryPoints: [join(__dirname, `contenders/${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    mainFields: ['module', 'main'],
    external: ['@duckdb/node-api'],
  });
  return outfile;
}
