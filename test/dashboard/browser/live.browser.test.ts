import type { Browser, Page } from 'playwright-core';
import { describeWith } from '../../../packages/local-aws/test/support/needs';
import { athenaCsv, type FakeResult, publish } from '../fake-reads';
import { SAMPLE_RESULTS } from '../sample-results';
import { type Served, serve } from '../serve';
import { launch } from './launch';
import { journeysIn } from './pictures';
import { makeScene } from './scene';

/** The sample with other total sales, so that the figures change. */
const withSales = (amount: string): readonly FakeResult[] =>
  SAMPLE_RESULTS.map(result =>
    result.id === 'total-sales-by-customer'
      ? {
          ...result,
          csv: athenaCsv([
            ['customer', 'total_sales'],
            ['Alice', amount],
            ...Array.from({ length: 40 }, (_, index) => [`Customer ${index}`, '1.00']),
          ]),
        }
      : result,
  );

describeWith('chromium', 'an open page', executablePath => {
  let browser: Browser;
  const journey = journeysIn(() => browser);
  let page: Page;
  let dashboard: Served;

  beforeAll(async () => {
    browser = await launch(executablePath);
  });

  beforeEach(async () => {
    dashboard = await serve();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 }, timezoneId: 'UTC' });
  });

  afterEach(async () => {
    await page.close();
    await dashboard.close();
  });

  afterAll(() => browser.close());

  const add = (name: string, results: readonly FakeResult[], more: object = {}) =>
    dashboard.reads.add({ name }, publish(dashboard.reads, name, results, { upload: { key: `raw/${name}.csv` }, ...more }));
  const top = (selector: string) => page.locator(selector).evaluate(element => element.getBoundingClientRect().top);

  journey('follows an upload from start to end without a reload', async () => {
    const { reads } = dashboard;
    makeScene(reads);
    await page.goto(`${dashboard.url}/executions/running`);
    await page.evaluate('window.sameDocument = true');
    await page.getByRole('link', { name: /^WaitForCrawl/ }).waitFor();
    await page.getByRole('link', { name: 'RunQueries, not reached' }).waitFor();
    const index = reads.executions.findIndex(({ name }) => name === 'running');
    const running = reads.executions[index];
    if (!running) throw new Error('expected an execution');
    reads.executions[index] = { ...running, status: 'SUCCEEDED', stoppedAt: new Date(running.startedAt.getTime() + 3000) };
    reads.objects.set('runs/running.json', JSON.stringify(publish(reads, 'running', SAMPLE_RESULTS)));
    reads.histories.set('running', reads.histories.get('latest') ?? []);
    await page.getByText('Succeeded', { exact: true }).first().waitFor();
    await page.getByRole('link', { name: /^RunQueries.*done$/ }).waitFor();
    expect(await page.evaluate('window.sameDocument')).toBe(true);
    expect(await page.title()).toBe('orders.csv, Nov 22, 07:03 PM · Orders');
  });

  journey('marks changed figures, and says them to screen readers', async () => {
    add('first', withSales('136000.00'));
    await page.goto(dashboard.url);
    await page.getByRole('heading', { level: 1, name: /136,040/ }).waitFor();
    add('more', withSales('262164.00'));
    await page.getByRole('heading', { level: 1, name: /262,204/ }).waitFor();
    expect(await page.locator('[data-figure="Total sales"]').getAttribute('class')).toBe('changed');
    expect(await page.locator('[data-figure="Customers"]').getAttribute('class')).toBeNull();
    await page.getByRole('status').getByText('Total sales 262,204.00, up 126,164.00 from raw/more.csv.').waitFor();
    expect(await page.title()).toBe('262,204 in sales from 109 orders · Orders');
  });

  describe.each([360, 1280])('at %i pixels', width => {
    journey(`does not move the figures when a notice comes, at ${width} pixels`, async () => {
      await page.setViewportSize({ width, height: 800 });
      add('first', SAMPLE_RESULTS);
      await page.goto(dashboard.url);
      const before = await top('h1');
      dashboard.reads.add({
        name: 'next',
        status: 'RUNNING',
        input: JSON.stringify({ detail: { object: { key: `raw/${'long name '.repeat(30)}.csv` } } }),
      });
      await page.getByRole('link', { name: 'Follow it' }).waitFor();
      expect(await top('h1')).toBe(before);
    });
  });

  journey('keeps the place of a table that was scrolled, both ways', async () => {
    await page.setViewportSize({ width: 360, height: 800 });
    add('first', withSales('1000.00'));
    await page.goto(dashboard.url);
    const scrolled = page.getByRole('group', { name: 'The ten largest orders of February 2025' });
    await scrolled.evaluate(element => element.scrollTo(60, 20));
    const place = await scrolled.evaluate(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]);
    add('more', withSales('2000.00'));
    await page.getByRole('heading', { level: 1, name: /2,040/ }).waitFor();
    expect(place[0]).toBeGreaterThan(0);
    expect(await scrolled.evaluate(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop])).toEqual(place);
  });

  journey('keeps the words of a notice in their order around a name from right to left', async () => {
    add('first', SAMPLE_RESULTS);
    dashboard.reads.add({
      name: 'next',
      status: 'RUNNING',
      input: JSON.stringify({ detail: { object: { key: 'raw/\u202Eשלום\u200F.csv' } } }),
    });
    await page.goto(dashboard.url);
    const strong = page.locator('.notice strong');
    const places = await strong.evaluate(element => {
      const name = element.querySelector('bdi')?.getBoundingClientRect();
      const range = element.ownerDocument.createRange();
      range.selectNodeContents(element.lastChild ?? element);
      return [name?.right ?? 0, range.getBoundingClientRect().left];
    });
    expect((places[1] ?? 0) >= (places[0] ?? 0) - 1).toBe(true);
    expect(await strong.textContent()).toContain('is being read.');
  });

  journey('lets find-in-page find what one sees', async () => {
    add('first', withSales('268384.00'));
    await page.goto(dashboard.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.evaluate(`window.find('268,424')`)).toBe(true);
    expect(await page.locator('[data-figure="Total sales"] data').getAttribute('value')).toBe('268424.00');
  });

  journey('writes times and numbers as the viewer does', async () => {
    const context = await browser.newContext({ locale: 'de-DE', timezoneId: 'Europe/Berlin' });
    add('first', SAMPLE_RESULTS, { reading: { currency: 'EUR' } });
    const german = await context.newPage();
    await german.goto(dashboard.url);
    await german.getByText('Times are in Europe/Berlin.').waitFor();
    await german.getByText(/22\.11\.2026, 20:00:02 MEZ/).waitFor();
    await german.getByRole('heading', { level: 1, name: /92\.237\s€ from 109 orders/ }).waitFor();
    await context.close();
  });
});
