// Loaded before every script of this project (`node --require ./register.cjs some-file.ts`): Node then runs TypeScript as it stands.
// SWC, which the tests use too, strips the types of our own files alone, two milliseconds a file less than esbuild. `tsx` also reads through
// every package that is required, a third of what `npm start` costs the processor, and keeps what it made in /tmp.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { version } = require('@swc/core/package.json');

// Node 20 is supported here until its packages say otherwise, so the SDK's notice of January 2027 would be noise on every command.
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
  const digest = createHash('sha256')
    .update(JSON.stringify([version, OPTIONS, file, source]))
    .digest('hex');
  const kept = join(CACHE, `${digest}.js`);
  module._compile(read(kept) ?? keep(kept, withoutTypes(source, file)), file);
};

/** SWC itself is some 30 MB of memory, so it is loaded when there is something to transform. */
function withoutTypes(source, filename) {
  return require('@swc/core').transformSync(source, { ...OPTIONS, filename }).code;
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
