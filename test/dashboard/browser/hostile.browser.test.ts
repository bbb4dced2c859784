import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings } from 'local-aws/identity';
import type { Browser } from 'playwright-core';
import { findExecution, newestExecutions } from '../../../commands/following/find-execution';
import { follow } from '../../../commands/following/follow';
import { type Dashboard, startDashboard } from '../../../dashboard/start';
import { type LocalPipeline, startLocalPipeline } from '../../../local/local-pipeline';
import { describeWith } from '../../../packages/local-aws/test/support/needs';
import { launch } from './launch';
import { journeysIn } from './pictures';

/** What has run as a script elsewhere: each sets `hacked` where it does. */
const ATTACKS = [
  '<script>hacked=1</script>',
  '<img src=x onerror=hacked=1>',
  '"><svg onload=hacked=1>',
  "'><details open ontoggle=hacked=1>",
  '</title><script>hacked=1</script>',
  '</bdi></a><a href="javascript:hacked=1" autofocus onfocus=hacked=1>x</a>',
  'javascript:hacked=1',
  '<%= hacked=1 %>',
  '{{constructor.constructor("hacked=1")()}}',
  '${hacked=1}',
  '<math><mtext></table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=hacked=1&gt;">',
  '\u202E<iframe srcdoc="<script>parent.hacked=1</script>">',
  '&lt;script&gt;hacked=1&lt;/script&gt;',
];

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const orders = (attacks: readonly string[]) =>
  attacks.flatMap((attack, index) => [
    [`O${index} ${attack}`, attack, `${index + 10}.50`, attack, '2025-02-03'],
    [`B${index}`, attack, attack, 'shipped', attack],
  ]);
const csv = [['OrderID', 'Customer', 'Amount', 'Status', 'OrderDate', ...ATTACKS], ...orders(ATTACKS).map(row => [...row, ...ATTACKS])]
  .map(row => `${row.map(quoted).join(',')}\n`)
  .join('');

/** A key holds neither a line break nor a slash at its end; it is an attack all the same. */
const KEYS = [`raw/${ATTACKS[1]}.csv`, `raw/'"><img src=x onerror=hacked=1>\u202E.csv`];

describeWith('chromium', 'an upload full of scripts', executablePath => {
  const directory = mkdtempSync(join(tmpdir(), 'hostile-'));
  let browser: Browser;
  const journey = journeysIn(() => browser);
  let local: LocalPipeline;
  let dashboard: Dashboard;
  let s3: S3Client;
  let sfn: SFNClient;
  const executions: string[] = [];

  beforeAll(async () => {
    local = await startLocalPipeline({ directory, port: 0 });
    [s3, sfn] = [new S3Client(clientSettings(local.url)), new SFNClient(clientSettings(local.url))];
    dashboard = await startDashboard({ PORT: '0', STATE_MACHINE_ARN: local.stateMachineArn, BUCKET: local.bucket }, { s3, sfn });
    for (const [index, key] of KEYS.entries()) {
      const before = new Set(await newestExecutions(sfn, local.stateMachineArn));
      // The second one cannot be read at all: its cause names what it has instead of columns.
      const body = index === 0 ? csv : `${ATTACKS.map(quoted).join(',')}\n1\n`;
      const { ETag: etag = '' } = await s3.send(new PutObjectCommand({ Bucket: local.bucket, Key: key, Body: body }));
      const arn = await findExecution({ key, etag }, { sfn, stateMachineArn: local.stateMachineArn, before });
      await follow(sfn, arn, () => undefined);
      executions.push(arn.slice(arn.lastIndexOf(':') + 1));
    }
    browser = await launch(executablePath);
  });

  afterAll(async () => {
    await browser?.close();
    await dashboard?.close();
    s3?.destroy();
    sfn?.destroy();
    await local?.close();
    rmSync(directory, { recursive: true });
  });

  journey('runs nothing on any page, and shows what it is as text', async () => {
    const [read = '', refused = ''] = executions.map(encodeURIComponent);
    const keys = KEYS.map(encodeURIComponent);
    const paths = [
      '/',
      ...ATTACKS.map(attack => `/customers?name=${encodeURIComponent(attack)}`),
      ...ATTACKS.map(attack => `/results/total-sales-by-customer?q=${encodeURIComponent(attack)}&sort=${encodeURIComponent(attack)}`),
      ...ATTACKS.slice(0, 4).map(attack => `/nothing/${encodeURIComponent(attack)}`),
      '/trends',
      '/uploads',
      ...keys.map(key => `/uploads/upload?key=${key}`),
      '/executions',
      `/executions?upload=${encodeURIComponent(ATTACKS[1] ?? '')}`,
      `/executions/${read}`,
      `/executions/${read}?state=FilterOrders`,
      `/executions/${read}?state=${encodeURIComponent(ATTACKS[2] ?? '')}`,
      `/executions/${refused}`,
      `/executions/${read}/results`,
      `/compare?from=${read}&to=${read}`,
    ];
    const page = await browser.newPage();
    const dialogs: string[] = [];
    page.on('dialog', dialog => void dialogs.push(dialog.message()));
    const policy: string[] = [];
    page.on('console', message => /Content Security Policy/.test(message.text()) && policy.push(message.text()));
    for (const path of paths) {
      const response = await page.goto(dashboard.url + path);
      expect([path, (response?.status() ?? 500) < 500]).toEqual([path, true]);
      expect([path, await page.evaluate('typeof hacked')]).toEqual([path, 'undefined']);
      expect([path, await page.locator('iframe, img, [onerror], [onload], [onfocus], [ontoggle], a[href^="javascript:"]').count()]).toEqual(
        [path, 0],
      );
    }
    expect([dialogs, policy]).toEqual([[], []]);
    await page.goto(dashboard.url);
    await page
      .getByRole('cell', { name: ATTACKS[0] ?? '', exact: true })
      .first()
      .waitFor();
    await page.close();
  });

  journey('is walked through without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(dashboard.url);
    await page
      .getByRole('region', { name: 'Total sales by customer' })
      .getByRole('link', { name: /^Search/ })
      .click();
    await page.getByRole('link', { name: 'Total sales' }).click();
    await page.getByRole('columnheader', { name: 'Total sales' }).waitFor();
    expect(new URL(page.url()).search).toBe('?sort=total_sales&order=desc');
    await page.getByRole('searchbox').fill('onerror');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText(/rows? found/).waitFor();
    await page.getByRole('link', { name: 'Executions' }).click();
    await page.locator('.executions tbody a').last().click();
    await page.goto(`${dashboard.url}/executions/${encodeURIComponent(executions[0] ?? '')}`);
    await page.getByRole('link', { name: /^FilterOrders/ }).click();
    await page.getByRole('heading', { name: 'FilterOrders' }).waitFor();
    await page.getByText('Output').first().waitFor();
    await context.close();
  });

  journey('is a first view of less than 60 KB on the wire', async () => {
    const page = await browser.newPage();
    const session = await page.context().newCDPSession(page);
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await session.send('Network.enable');
    await page.goto(dashboard.url, { waitUntil: 'load' });
    await page.evaluate('document.fonts.ready');
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(60_000);
    await page.close();
  });
});
