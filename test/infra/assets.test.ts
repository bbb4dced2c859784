import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientEnvironment, clientSettings } from 'local-aws/identity';
import { z } from 'zod';
import { findExecution } from '../../commands/following/find-execution';
import { follow } from '../../commands/following/follow';
import { type LocalPipeline, startLocalPipeline } from '../../local/local-pipeline';
import { filterEnvironment, RULES } from '../../pipeline/rules';
import { resolve } from './support/resolve';
import { type Served, serveDashboard } from './support/serve-dashboard';
import { synthesize } from './support/synthesize';

const ROOT = join(__dirname, '../..');
const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.looseObject({ Code: z.looseObject({ S3Key: z.string().optional() }).optional().catch(undefined) }).optional(),
    }),
  ),
});
const SAMPLE = readFileSync(join(ROOT, 'sample/orders.csv'));

const directory = mkdtempSync(join(tmpdir(), 'assets-'));
const assembly = join(directory, 'cdk.out');
let synthesis: ReturnType<typeof spawnSync>;
/** The assets, each alone in a folder of its own. */
const lambda = join(directory, 'lambda');
const dashboard = join(directory, 'dashboard');
let local: LocalPipeline;
let s3: S3Client;
let sfn: SFNClient;

beforeAll(async () => {
  // No account, no credentials, no network: whoever asks for one is sent to a port where nobody listens.
  const nowhere = 'http://127.0.0.1:9';
  synthesis = spawnSync(
    process.execPath,
    ['--require', './register.cjs', 'commands/cdk.ts', 'synth', '--stage', 'demo', '--', '--output', assembly],
    {
      cwd: ROOT,
      env: { PATH: process.env.PATH, HOME: directory, HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, AWS_EC2_METADATA_DISABLED: 'true' },
      encoding: 'utf8',
    },
  );
  const template = Template.parse(JSON.parse(readFileSync(join(assembly, 'orders-pipeline-demo.template.json'), 'utf8')));
  const [filter] = Object.entries(template.Resources).filter(
    ([id, { Type }]) => id.startsWith('Filter') && Type === 'AWS::Lambda::Function',
  );
  const filterAsset = `asset.${filter?.[1].Properties?.Code?.S3Key?.replace('.zip', '')}`;
  for (const name of readdirSync(assembly).filter(each => each.startsWith('asset.'))) {
    if (readdirSync(join(assembly, name)).includes('server.js')) cpSync(join(assembly, name), dashboard, { recursive: true });
    if (name === filterAsset) cpSync(join(assembly, name), lambda, { recursive: true });
  }
  local = await startLocalPipeline({ directory: join(directory, 'data'), port: 0 });
  [s3, sfn] = [new S3Client(clientSettings(local.url)), new SFNClient(clientSettings(local.url))];
}, 120_000);
afterAll(async () => {
  s3?.destroy();
  sfn?.destroy();
  await local?.close();
  rmSync(directory, { recursive: true, force: true });
});

it('synthesizes without an account, credentials or a network', () => {
  expect(synthesis).toMatchObject({ status: 0 });
});

describe('the asset of the Lambda', () => {
  it('is one file beside the sources, and small', () => {
    expect(readdirSync(lambda)).toEqual(['index.js', 'sources']);
    const code = readFileSync(join(lambda, 'index.js'));
    expect(code.length).toBeLessThan(700_000);
    expect(gzipSync(code).length).toBeLessThan(225_000);
  });

  it('is as small as docs/deploy.md says', () => {
    const code = readFileSync(join(lambda, 'index.js'));
    const [, size, zipped] = /one file of (\d+) KB \((\d+) KB zipped\)/.exec(readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8')) ?? [];
    expect(Math.abs(code.length / 1000 - Number(size))).toBeLessThan(10);
    expect(Math.abs(gzipSync(code).length / 1000 - Number(zipped))).toBeLessThan(5);
  });

  it('has the client of S3 and of no other service', () => {
    const code = readFileSync(join(lambda, 'index.js'), 'utf8');
    const services = new Set([...code.matchAll(/serviceId[^"'`]{0,12}["'`]([A-Za-z0-9 ]+)["'`]/g)].map(([, service]) => service));
    expect([...services]).toEqual(['S3']);
  });

  it('filters a real file, with nothing beside it', async () => {
    const { bucket, url, stateMachineArn } = local;
    const read = async (key: string) => (await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body?.transformToString();
    const { ETag = '' } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'raw/asset.csv', Body: SAMPLE }));
    const uploaded = { key: 'raw/asset.csv', etag: ETag };
    await follow(sfn, await findExecution(uploaded, { sfn, stateMachineArn, before: new Set() }), () => {});
    const locally = await read('processed/filtered_asset.csv');

    // Its output is gone, so that the file is filtered again.
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'processed/filtered_asset.csv' }));
    const input = { asOf: '2026-01-01', detail: { bucket: { name: bucket }, object: { key: 'raw/asset.csv' } } };
    const answer = await invoke({ input, execution: 'by-hand', startedAt: '2026-11-22T19:00:00Z' }, url);
    expect(answer).toMatchObject({ asOf: '2026-01-01', filter: { outcome: 'Written', processedKey: 'processed/filtered_asset.csv' } });
    expect(await read('processed/filtered_asset.csv')).toBe(locally);
  });
});

/** Calls the handler as Lambda does, in a process that has the asset's folder, Lambda's variables and nothing else. */
async function invoke(event: object, endpoint: string): Promise<unknown> {
  const script = `require('./index.js').handler(${JSON.stringify(event)}).then(answer => console.log('ANSWER' + JSON.stringify(answer)))`;
  const child = spawn(process.execPath, ['-e', script], {
    cwd: lambda,
    env: {
      PATH: process.env.PATH,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...filterEnvironment(),
      ...clientEnvironment(endpoint),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const chunk of child.stdout) printed += String(chunk);
  return JSON.parse(/ANSWER(.*)/.exec(printed)?.[1] ?? 'null');
}

describe('the asset of the dashboard', () => {
  it('has what it reads at run time, and what the host needs', () => {
    expect(readdirSync(dashboard).sort()).toEqual(['check.js', 'host', 'public', 'queries', 'server.js', 'sources', 'views']);
    expect(readdirSync(join(dashboard, 'host'))).toEqual(
      expect.arrayContaining(['orders-dashboard.service', 'health.sh', 'cloudwatch-agent.json']),
    );
    expect(statSync(join(dashboard, 'server.js')).size).toBeLessThan(4_000_000);
  });

  it('serves the page, with nothing but Node', async () => {
    const served = await serveDashboard(dashboard, {
      ...clientEnvironment(local.url),
      BUCKET: local.bucket,
      STATE_MACHINE_ARN: local.stateMachineArn,
    });
    const page = await fetch(served.url);
    const html = await page.text();
    const uploads = await (await fetch(`${served.url}/uploads`)).text();
    await served.stop();
    expect(page.status).toBe(200);
    for (const title of ['Total sales by customer', 'The ten largest orders of February 2025']) expect(html).toContain(title);
    expect(uploads).toContain('raw/asset.csv');
  });

  it("says of a file what the pipeline would make of it, by the stage's own rules", async () => {
    const served = await serveDashboard(dashboard, {
      ...clientEnvironment(local.url),
      ...filterEnvironment({ ...RULES, maxBadShare: 0.1 }),
      BUCKET: local.bucket,
      STATE_MACHINE_ARN: local.stateMachineArn,
      UPLOADS: 'on',
    });
    const form = new FormData();
    const rows = ['1,Alice,10.50,shipped,2025-02-03', '2,Bob,20,shipped,2025-02-03', '3,Carol,much,shipped,2025-02-03'];
    form.set('file', new Blob([['OrderID,Customer,Amount,Status,OrderDate', ...rows, ''].join('\n')]), 'orders.csv');
    const page = await fetch(`${served.url}/uploads/new`, { method: 'POST', body: form });
    const html = await page.text();
    await served.stop();
    // A third of the rows: half may be bad by default, a tenth here.
    expect(html).toContain('It would be refused: TooManyBadRows.');
    expect(html).toContain('<datalist id="header"><option value="OrderID">');
  });
});

describe('the asset of the dashboard, with the settings of a stage on the internet', () => {
  const PASSWORD = 'correct horse battery staple';
  const secrets = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ SecretString: JSON.stringify({ password: PASSWORD }) }));
  });
  let served: Served;
  const get = (path: string, headers = {}) => fetch(served.url + path, { headers, redirect: 'manual' });
  const signIn = (password: string) =>
    fetch(`${served.url}/sign-in`, { method: 'POST', body: new URLSearchParams({ password }), redirect: 'manual' });

  beforeAll(async () => {
    await once(secrets.listen(0, '127.0.0.1'), 'listening');
    const address = secrets.address();
    served = await serveDashboard(dashboard, {
      ...settingsOf('demo'),
      ...clientEnvironment(local.url),
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
      BUCKET: local.bucket,
      STATE_MACHINE_ARN: local.stateMachineArn,
      SIGN_IN_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:password',
      PORT: '0',
    });
  });
  afterAll(async () => {
    await served?.stop();
    secrets.close();
  });

  it.each(['/', '/executions', '/executions/any', '/executions/any/results/any.csv', '/no-such-page'])(
    'sends who is not signed in from %s to the sign-in page',
    async path => {
      const { status, headers } = await get(path);
      expect([status, headers.get('location')]).toEqual([303, `/sign-in?next=${encodeURIComponent(path)}`]);
    },
  );

  it('lets nobody in with a wrong password or a cookie of their own', async () => {
    const { status, headers } = await signIn('wrong');
    expect([status, headers.get('set-cookie')]).toEqual([401, null]);
    expect((await get('/', { Cookie: '__Host-orders-session=9999999999.AAAA' })).status).toBe(303);
  });

  it('lets in who knows the password, by a cookie for TLS alone', async () => {
    const cookie = (await signIn(PASSWORD)).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-orders-session=[^;]+; Max-Age=\d+; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
    expect((await get('/', { Cookie: cookie.split(';')[0] })).status).toBe(200);
  });

  it('tells the load balancer that it is well', async () => {
    expect((await get('/healthz')).status).toBe(200);
  });
});

/** The variables that the host of a stage gives the dashboard. */
function settingsOf(stage: string): Readonly<Record<string, string>> {
  const stack = synthesize(stage);
  const { UserData } = Object(resolve(stack, stack.properties('AWS::EC2::LaunchTemplate').LaunchTemplateData));
  const lines = /^DASHBOARD_ENVIRONMENT='([^']+)'$/m.exec(String(UserData))?.[1]?.split('\n') ?? [];
  return Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
