import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** One import of one file. */
export interface Import {
  /** From the repository's root, with `/`. */
  readonly file: string;
  /** As it is written. */
  readonly specifier: string;
  /** Where it leads, from the repository's root: a relative specifier, or one of a workspace package. Undefined for all others. */
  readonly target: string | undefined;
}

const ROOT = join(__dirname, '../..');
const GENERATED = new Set(['node_modules', 'cdk.out', 'coverage']);
const IMPORT = /(?:\bfrom\s+|^import\s+|\bimport\(\s*|\brequire\(\s*|\brequire\.resolve\(\s*)['"]([^'"\n]+)['"]/gm;

/** The imports of every TypeScript and JavaScript file under a folder, the tests included. */
export function importsUnder(folder: string): readonly Import[] {
  return sourcesUnder(folder).flatMap(file => {
    const specifiers = [...readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)].map(([, specifier = '']) => specifier);
    return [...new Set(specifiers)].map(specifier => ({ file, specifier, target: targetOf(file, specifier) }));
  });
}

/** The TypeScript and JavaScript files under a folder, from the repository's root. */
export function sourcesUnder(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap(entry => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') || GENERATED.has(entry.name) ? [] : sourcesUnder(path);
    return /\.(ts|cjs|js)$/.test(entry.name) ? [path] : [];
  });
}

/** The folders under a folder, itself included. */
export function foldersUnder(folder: string): readonly string[] {
  return [...new Set(sourcesUnder(folder).map(file => posix.dirname(file)))];
}

/**
 * The cycles among the folders that lie beside each other in `parent`, each as `a → b → a` with the import that closes it. What lies in
 * `parent` itself is the face of these folders, and no folder beside them.
 */
export function cyclesIn(parent: string, imports: readonly Import[]): readonly string[] {
  const childOf = (path = '') =>
    path.startsWith(`${parent}/`)
      ? path
          .slice(parent.length + 1)
          .split('/')
          .slice(0, -1)[0]
      : undefined;
  const edges = new Map<string, Map<string, Import>>();
  for (const each of imports) {
    const [from, to] = [childOf(each.file), childOf(each.target)];
    if (from === undefined || to === undefined || from === to) continue;
    edges.set(from, (edges.get(from) ?? new Map()).set(to, each));
  }
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (folder: string, path: readonly string[]) => {
    if (done.has(folder)) return;
    for (const [next, { file, specifier }] of edges.get(folder) ?? []) {
      const start = [...path, folder].indexOf(next);
      if (start === -1) visit(next, [...path, folder]);
      else found.push(`${[...path, folder].slice(start).join(' → ')} → ${next}: ${file} imports ${specifier}`);
    }
    done.add(folder);
  };
  for (const folder of edges.keys()) visit(folder, []);
  return found;
}

function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  return /^(local-aws|trino-on-duckdb)(\/|$)/.test(specifier) ? `packages/${specifier}/` : undefined;
}
