// Loaded before every script of this project (`node --require ./register.cjs some-file.ts`): Node then runs TypeScript as it stands.
// esbuild strips the types of our own files alone. `tsx` does so too, but it also reads through every package that is required, which is a
// third of what `npm start` costs the processor, and it keeps what it made in /tmp, where a restart of the machine removes it.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const esbuild = join(__dirname, 'node_modules/esbuild');
const { version } = require(join(esbuild, 'package.json'));

// Node 20 is supported here until its packages say otherwise, so the SDK's notice of January 2027 would be noise on every command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
process.setSourceMapsEnabled(true);

/** `npm ci` empties it. */
const CACHE = join(__dirname, 'node_modules/.cache/typescript');

require.extensions['.ts'] = (module, file) => {
  const source = readFileSync(file, 'utf8');
  const digest = createHash('sha256')
    .update(JSON.stringify([version, file, source]))
    .digest('hex');
  const kept = join(CACHE, `${digest}.js`);
  module._compile(read(kept) ?? keep(kept, withoutTypes(source, file)), file);
};

function withoutTypes(source, sourcefile) {
  const { transformSync } = require(esbuild);
  return transformSync(source, { loader: 'ts', format: 'cjs', target: 'node20', sourcefile, sourcemap: 'inline', sourcesContent: false })
    .code;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Visible whole or not at all, since several processes may start at once. A folder that cannot be written makes a start slower, no more. */
function keep(file, code) {
  const unfinished = `${file}.${process.pid}.${require('node:worker_threads').threadId}`;
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(unfinished, code);
    renameSync(unfinished, file);
  } catch {}
  return code;
}
