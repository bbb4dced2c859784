import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..');

/**
 * Writes the dashboard as a folder that needs nothing but Node: the server in one file, what it reads at run time beside it, and in
 * `host/` what the machine around it needs.
 */
export function bundleDashboard(outputDirectory: string): void {
  bundle('dashboard/server.ts', join(outputDirectory, 'server.js'));
  // Read by the upload page alone, and by nothing that the dashboard imports.
  bundle('steps/filter-orders/check-upload.ts', join(outputDirectory, 'check.js'));
  for (const folder of ['dashboard/views', 'dashboard/public', 'queries', 'sources', 'infra/host']) {
    const target = join(outputDirectory, folder.split('/').at(-1) ?? folder);
    mkdirSync(target, { recursive: true });
    cpSync(join(ROOT, folder), target, { recursive: true, filter: source => !source.endsWith('.ts') });
  }
}

function bundle(entry: string, outfile: string): void {
  buildSync({
    entryPoints: [join(ROOT, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    // The host has Node 24. The local tests run the same file on the oldest version that the project supports.
    target: 'node20',
    // Its module for `import` has a default export alone; Node, at the desk, takes the one for `require`, which has names too.
    alias: { ejs: require.resolve('ejs') },
    minify: true,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'error',
  });
}
