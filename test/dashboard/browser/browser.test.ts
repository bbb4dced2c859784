import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createSessions } from '../../../dashboard/sign-in/session';
import { describeWith } from '../../../packages/local-aws/test/support/needs';
import { publish } from '../fake-reads';
import { SAMPLE_RESULTS } from '../sample-results';
import { type Served, serve } from '../serve';
import { launch } from './launch';
import { journeysIn, PICTURES, withPictures } from './pictures';

describeWith('chromium', 'in a browser', executablePath => {
  let browser: Browser;
  const journey = journeysIn(() => browser);
  let page: Page;
  let dashboard: Served;
  let complaints: string[];

  beforeAll(async () => {
    browser = await launch(executablePath);
  });

  beforeEach(async () => {
    dashboard = await serve();
    page = await browser.newPage();
    complaints = [];
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', error => complaints.push(error.message));
  });

  afterEach(async () => {
    await page.close();
    await dashboard.close();
  });

  afterAll(() => browser.close());

  journey('shows names as people write them, and runs none of them', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    await page.goto(dashboard.url);
    const sales = page.getByRole('region', { name: 'Total sales by customer' }).getByRole('table');
    for (const name of ['Smith, "JJ" \\ Co', '<script>alert(1)</script>', 'Nora 🌱', 'שלום חנות'])
      await sales.getByRole('cell', { name, exact: true }).waitFor();
    await sales.getByRole('columnheader', { name: 'Total sales' }).waitFor();
    await page.getByRole('img', { name: /^Revenue from Jan 2025/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  describe.each(['light', 'dark'] as const)('in %s', colorScheme => {
    journey(`fits a narrow screen, in ${colorScheme}`, async () => {
      const { reads } = dashboard;
      reads.add({ name: 'x'.repeat(80) }, publish(reads, 'x'.repeat(80), SAMPLE_RESULTS));
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 320, height: 800 });
      for (const path of ['/', '/executions', `/executions/${'x'.repeat(80)}`]) {
        await page.goto(dashboard.url + path);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      }
      expect(complaints).toEqual([]);
    });
  });

  journey('names each landmark once, and each download by what one sees and what it holds', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    await page.goto(dashboard.url);
    expect(await page.getByRole('region', { name: 'Total sales by customer' }).count()).toBe(1);
    expect(await page.getByRole('link', { name: 'CSV of Total sales by customer', exact: true }).count()).toBe(1);
  });

  journey('shows the first answers by itself, without a reload', async () => {
    await page.goto(dashboard.url);
    await page.getByRole('heading', { name: 'No answers yet' }).waitFor();
    await page.evaluate('window.sameDocument = true');
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    await page.getByRole('heading', { name: /from 109 orders/ }).waitFor();
    expect(await page.evaluate('window.sameDocument')).toBe(true);
    expect(complaints).toEqual([]);
  });

  journey('can be walked through by keyboard', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    await page.goto(dashboard.url);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.goto(dashboard.url);
    await page.getByRole('link', { name: 'Executions' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'raw/orders.csv' }).press('Enter');
    await page.getByRole('heading', { name: 'State by state' }).waitFor();
    await page.getByRole('link', { name: 'See its answers' }).press('Enter');
    await page.getByText('as it stood when it ended').waitFor();
  });

  it('keeps a picture of what fails, and says where', async () => {
    await page.goto(dashboard.url);
    const failed = withPictures(browser, 'a failure on purpose', async () => {
      throw new Error('expected another heading');
    });
    await expect(failed).rejects.toThrow(/^expected another heading\n\nAs the browser showed it: .*a-failure-on-purpose\.png$/);
    const path = join(PICTURES, 'a-failure-on-purpose.png');
    expect(readFileSync(path).subarray(1, 4).toString()).toBe('PNG');
    rmSync(path);
  });

  journey('signs people in and out', async () => {
    const guarded = await serve({ sessions: createSessions('correct horse battery') });
    await page.goto(`${guarded.url}/executions`);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('That is not the password.').waitFor();
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Executions' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.close();
    await guarded.close();
  });
});
