import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const ROOT = join(__dirname, '../..');

/** A registry that knows these advisories, by the names of packages, or that knows nothing of advisories. */
async function registry(advisories: Readonly<Record<string, unknown>> | undefined): Promise<Server & { asked: string[] }> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (advisories === undefined || request.method !== 'POST') return void response.writeHead(405).end();
    const body = Buffer.concat(chunks);
    asked.push(...Object.keys(JSON.parse((request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString())));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(advisories));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()));
  return Object.assign(server, { asked });
}

function check(url: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<{ code: number | null; printed: string }> {
  const { GITHUB_ACTIONS: _, ...own } = process.env;
  const child = spawn(process.execPath, ['.ci/vulnerabilities.cjs', ...args], {
    cwd: ROOT,
    env: { ...own, npm_config_registry: url, npm_config_fetch_retries: '0', ...env },
  });
  let printed = '';
  child.stdout.on('data', chunk => (printed += chunk));
  return new Promise(resolve => child.once('close', code => resolve({ code, printed })));
}

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

describe('.ci/vulnerabilities.cjs', () => {
  const open: Server[] = [];
  afterEach(() => Promise.all(open.splice(0).map(server => new Promise(resolve => server.close(resolve)))));
  const serve = async (advisories?: Readonly<Record<string, unknown>>) => {
    const server = await registry(advisories);
    open.push(server);
    return server;
  };

  it('fails on an advisory for a locked version, and names package, severity and address', async () => {
    const advisory = {
      id: 1,
      url: 'https://github.com/advisories/GHSA-made-up',
      title: 'Made up',
      severity: 'high',
      vulnerable_versions: '>=1.0.0',
      cwe: [],
      cvss: { score: 0, vectorString: null },
    };
    const { code, printed } = await check(urlOf(await serve({ ejs: [advisory] })));
    expect(printed).toMatch(/^vulnerability: high: ejs >=1\.0\.0: Made up https:\/\/github\.com\/advisories\/GHSA-made-up$/m);
    expect(code).toBe(1);
  });

  it('passes where the registry knows of none, after it was asked about every kind of dependency', async () => {
    const server = await serve({});
    expect(await check(urlOf(server))).toEqual({ code: 0, printed: expect.stringMatching(/^vulnerabilities: 0 in \d{3} dependencies$/m) });
    expect(server.asked).toEqual(expect.arrayContaining(['express', 'jest', 'esbuild', 'jsonata', '@duckdb/node-api']));
  });

  it.each<[string, number, readonly string[], NodeJS.ProcessEnv]>([
    ['says so and passes where it can be offline', 0, [], {}],
    ['says so and fails on GitHub', 1, [], { GITHUB_ACTIONS: 'true' }],
    ['says so and fails where it is required', 1, ['--required'], {}],
  ])('%s, if the registry has no advisories', async (_what, code, args, env) => {
    const result = await check(urlOf(await serve()), args, env);
    expect(result).toEqual({ code, printed: expect.stringMatching(/^vulnerabilities: NOT CHECKED: 405 Method Not Allowed/) });
  });

  it('is part of CI, and its failure fails CI', () => {
    expect(readFileSync(join(ROOT, '.ci/run'), 'utf8')).toMatch(/^node \.ci\/vulnerabilities\.cjs \|\| status=\$\?$/m);
    expect(readFileSync(join(ROOT, '.github/workflows/ci.yml'), 'utf8')).toMatch(/^ +- run: \.ci\/run$/m);
  });
});
