// Loaded before every script of this project (`node --require ./register.cjs some-file.ts`): Node then runs TypeScript as it stands.
// SWC, which the tests use too, strips the types of our own files alone, two milliseconds a file less than esbuild. `tsx` also reads through
// every package that is required, a third of what `npm start` costs the processor, and keeps what it made in /tmp.
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { version } = require('@swc/core/package.json');

// The SDK would print its notice about Node 20 in every process and every command; `npm start` says it once (local/node-version.ts).
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
process.setSourceMapsEnabled(true);

const OPTIONS = {
  swcrc: false,
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
  inlineSourcesContent: false,
};

/** `npm ci` empties it. */
const CACHE = join(__dirname, 'node_modules/.cache/typescript');

require.extensions['.ts'] = (module, file) => {
  const source = readFileSync(file, 'utf8');
  module._compile(kept(file, source) ?? keptByNow(file, source) ?? withoutTypes(file, source), file);
};

if (require.main === module) for (const file of [...process.argv.slice(2), ...ownFiles()]) keep(file);

/** What was made of this source before; undefined if nothing was yet. */
function kept(file, source) {
  try {
    return readFileSync(placeOf(file, source), 'utf8');
  } catch {
    return undefined;
  }
}

let isFilled = false;

/**
 * SWC is some 30 MB of memory that a process does not give back, so another process transforms, and all that is missing at once. What is
 * missing even then is no file of the project, or its folder cannot be written.
 */
function keptByNow(file, source) {
  if (isFilled) return undefined;
  isFilled = true;
  spawnSync(process.execPath, [__filename, file], { stdio: 'ignore' });
  return kept(file, source);
}

/** Written beside its place and renamed, since several processes may start at once. An error here is not reported: the process that needs the file reports it. */
function keep(file) {
  try {
    const source = readFileSync(file, 'utf8');
    const place = placeOf(file, source);
    if (existsSync(place)) return;
    const unfinished = `${place}.${process.pid}`;
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(unfinished, withoutTypes(file, source));
    renameSync(unfinished, place);
  } catch {}
}

function withoutTypes(filename, source) {
  return require('@swc/core').transformSync(source, { ...OPTIONS, filename }).code;
}

function placeOf(file, source) {
  const digest = createHash('sha256')
    .update(JSON.stringify([version, OPTIONS, file, source]))
    .digest('hex');
  return join(CACHE, `${digest}.js`);
}

/** The project's TypeScript, without the tests: Jest transforms those. */
function ownFiles() {
  const folders = readdirSync(__dirname, { withFileTypes: true }).filter(
    entry => entry.isDirectory() && !/^(\..*|node_modules|cdk\.out|test)$/.test(entry.name),
  );
  return folders.flatMap(({ name }) =>
    readdirSync(join(__dirname, name), { recursive: true })
      .filter(file => file.endsWith('.ts') && !/(^|[\\/])(test|node_modules)[\\/]/.test(file))
      .map(file => join(__dirname, name, file)),
  );
}
