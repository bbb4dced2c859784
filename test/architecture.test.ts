import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cyclesIn, foldersUnder, importsUnder, sourcesUnder } from './support/imports';

/** Which folder may import which, beside itself; `infra/` reads `steps/` too, as entry paths of bundles. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  pipeline: ['queries', 'statemachine'],
  statemachine: [],
  sources: [],
  steps: ['pipeline', 'sources'],
  queries: [],
  dashboard: ['pipeline', 'queries'],
  infra: ['pipeline', 'queries', 'statemachine', 'steps'],
  commands: ['pipeline', 'statemachine', 'sources', 'steps', 'queries', 'dashboard', 'infra', 'sample'],
  local: ['pipeline', 'statemachine', 'sources', 'steps', 'queries', 'dashboard', 'infra', 'commands', 'packages'],
  sample: ['pipeline', 'sources'],
  bench: ['pipeline', 'sources', 'steps', 'queries', 'dashboard', 'sample', 'local', 'packages'],
};

const ROOT = join(__dirname, '..');
const PACKAGES = ['local-aws', 'trino-on-duckdb'] as const;
const imports = importsUnder('.');
const folderOf = (path: string) => (path.includes('/') ? path.split('/')[0] : undefined);

it('knows every folder that holds code', () => {
  const folders = new Set(imports.flatMap(({ file }) => folderOf(file) ?? []));
  expect([...folders].filter(folder => !(folder in MAY_IMPORT)).sort()).toEqual(['packages', 'test']);
});

it.each(Object.entries(MAY_IMPORT))('%s/ imports nothing but itself and %j', (folder, allowed) => {
  const wrong = imports.filter(({ file, target }) => {
    const to = target === undefined || folderOf(file) !== folder ? folder : folderOf(target);
    return to !== folder && !allowed.includes(to ?? '');
  });
  expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
});

it('no code outside tests imports a test', () => {
  const isTest = (path: string) => /(^|\/)test\//.test(path);
  const wrong = imports.filter(({ file, target }) => target !== undefined && isTest(target) && !isTest(file));
  expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
});

describe.each(PACKAGES)('the package %s', name => {
  const own = `packages/${name}/`;
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(ROOT, own, 'package.json'), 'utf8'));

  it('imports nothing outside itself, but for the packages that it declares', () => {
    const declared = { ...dependencies, ...devDependencies };
    const wrong = imports.filter(({ file, specifier, target }) => {
      if (!file.startsWith(own)) return false;
      if (specifier.startsWith('.')) return !target?.startsWith(own);
      const [scope = '', second] = specifier.split('/');
      const required = specifier.startsWith('@') ? `${scope}/${second}` : scope;
      return !specifier.startsWith('node:') && !(required in declared);
    });
    expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it('names nothing of the pipeline', () => {
    const ours =
      /register\.cjs|OrderID|OrderDate|FilterOrders|FilterAndProcess|orders[-_./]|\braw\/|enriched|quarantine|pipeline\/|npm start/;
    const sources = sourcesUnder(own).filter(file => !file.includes('/test/'));
    const wrong = sources.flatMap(file => {
      const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
      return lines.flatMap((line, index) => (ours.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
    });
    expect(wrong).toEqual([]);
  });
});

it('no two folders beside each other import each other, directly or through others', () => {
  const code = imports.filter(({ file }) => !/(^|\/)test\//.test(file));
  expect(['.', ...foldersUnder('.')].flatMap(parent => cyclesIn(parent, code))).toEqual([]);
});

it('local-aws knows trino-on-duckdb, and not the other way round', () => {
  const wrong = imports.filter(({ file, specifier }) => file.startsWith('packages/trino-on-duckdb/') && specifier.startsWith('local-aws'));
  expect(wrong).toEqual([]);
});
