import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const Names = z.record(z.string(), z.string()).default({});
const Package = z.object({
  dependencies: Names,
  devDependencies: Names,
  optionalDependencies: Names,
  peerDependencies: Names,
  allowScripts: z.record(z.string(), z.boolean()).default({}),
});
const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      link: z.boolean().default(false),
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      hasInstallScript: z.boolean().default(false),
      inBundle: z.boolean().default(false),
    }),
  ),
});

const OURS = ['local-aws', 'trino-on-duckdb'];
const root = Package.parse(JSON.parse(read('package.json')));
const packages = [root, ...OURS.map(name => Package.parse(JSON.parse(read(`packages/${name}/package.json`))))];
const direct = [
  ...new Set(
    packages.flatMap(each =>
      [each.dependencies, each.devDependencies, each.optionalDependencies, each.peerDependencies].flatMap(Object.keys),
    ),
  ),
].filter(name => !OURS.includes(name));

/** What is locked beside our own, by name. */
const locked = Object.entries(Lock.parse(JSON.parse(read('package-lock.json'))).packages).flatMap(([path, entry]) => {
  const name = path.split('node_modules/').at(-1) ?? '';
  return entry.link || !path.includes('node_modules/') ? [] : [{ name, ...entry }];
});

const page = read('docs/dependencies.md');

/** The names in the first column of the page's table: `-sfn` behind `@aws-sdk/client-s3` is `@aws-sdk/client-sfn`. */
function namedIn(markdown: string): readonly string[] {
  return markdown.split('\n').flatMap(line => {
    const [, cell = ''] = /^\| ([^|]*`[^|]*) \|/.exec(line) ?? [];
    const names = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    const stem = names[0]?.replace(/-[^-]*$/, '') ?? '';
    return names.map(name => (name.startsWith('-') ? stem + name : name));
  });
}

/** The licences that the page allows, each a code of SPDX. */
function allowedIn(markdown: string): ReadonlySet<string> {
  const [, list = ''] = /^Allowed licences: (.*?)\.$/ms.exec(markdown) ?? [];
  return new Set([...list.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code));
}

/** Whether an SPDX expression of AND, OR and parentheses can be met by licences of a list. */
function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  if (bare.includes(' OR ')) return bare.split(' OR ').some(each => isAllowed(each, allowed));
  return bare.split(' AND ').every(each => allowed.has(each));
}

describe('each dependency', () => {
  const named = namedIn(page);
  it.each(direct)('%s has a line in docs/dependencies.md', name => {
    const family = `${name.split('/')[0]}/*`;
    expect(named.some(each => each === name || each === family)).toBe(true);
  });

  it('of docs/dependencies.md is one', () => {
    expect(named.filter(name => !name.endsWith('/*') && !direct.includes(name))).toEqual([]);
  });

  it.each(packages.flatMap(each => [each.dependencies, each.devDependencies].flatMap(Object.entries)))(
    '%s has an exact version: %s',
    (_name, version) => {
      expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    },
  );
});

describe('what package-lock.json locks', () => {
  it('is held by its hash', () => {
    expect(locked.filter(({ integrity, inBundle }) => !inBundle && !integrity?.startsWith('sha512-')).map(({ name }) => name)).toEqual([]);
  });

  it('has a licence of the list in docs/dependencies.md', () => {
    const allowed = allowedIn(page);
    expect(allowed.size).toBeGreaterThan(5);
    const others = locked.filter(({ license }) => license === undefined || !isAllowed(license, allowed));
    expect(others.map(({ name, license }) => `${name}: ${license ?? 'no licence'}`)).toEqual([]);
  });

  it('runs no script at install: each that would is refused by its name in package.json, and .npmrc refuses all for older npm', () => {
    const scripts = locked.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
    expect(Object.keys(root.allowScripts).sort()).toEqual([...new Set(scripts)].sort());
    expect(Object.values(root.allowScripts)).not.toContain(true);
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  });
});

describe('the reading of the page', () => {
  it('knows shortened names', () => {
    expect(namedIn('| package | why |\n| `@aws-sdk/client-s3`, `-service-quotas` | why `not-me` |\n| `b` | why |')).toEqual([
      '@aws-sdk/client-s3',
      '@aws-sdk/client-service-quotas',
      'b',
    ]);
  });

  it.each([
    ['MIT', true],
    ['GPL-3.0-or-later', false],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['Apache-2.0 AND MIT', true],
    ['Apache-2.0 AND GPL-3.0-or-later', false],
    ['SEE LICENSE IN LICENSE', false],
  ])('allows %s: %s', (expression, expected) => {
    expect(isAllowed(expression, new Set(['MIT', 'Apache-2.0']))).toBe(expected);
  });
});
