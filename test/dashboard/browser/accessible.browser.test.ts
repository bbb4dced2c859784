import { Readable } from 'node:stream';
import { source as axe } from 'axe-core';
import type { Browser } from 'playwright-core';
import type { Actions } from '../../../dashboard/actions/actions';
import { createSessions } from '../../../dashboard/sign-in/session';
import { createSpool } from '../../../dashboard/uploading/spool';
import { describeWith } from '../../../packages/local-aws/test/support/needs';
import { createCheck } from '../../../steps/filter-orders/check-upload';
import { type Served, serve } from '../serve';
import { launch } from './launch';
import { takePictures } from './pictures';
import { makeScene, PAGES } from './scene';

const ACTIONS: Actions = { start: async () => 'new', redrive: async () => {}, stop: async () => {}, withdraw: async () => {} };

const THEMES = ['light', 'dark'] as const;
const WIDTHS = [360, 1280];
const LOOKS = THEMES.flatMap(colorScheme => WIDTHS.map(width => ({ colorScheme, width })));

describeWith('chromium', 'axe', executablePath => {
  const spool = createSpool();
  let browser: Browser;
  let dashboard: Served;
  let guarded: Served;

  beforeAll(async () => {
    browser = await launch(executablePath);
    dashboard = await serve({ actions: ACTIONS, uploading: { send: async () => {}, check: createCheck({}), spool, limit: 5_000_000 } });
    makeScene(dashboard.reads);
    guarded = await serve({ sessions: createSessions('correct horse battery') });
  });

  afterAll(async () => {
    await browser.close();
    await dashboard.close();
    await guarded.close();
    await spool.close();
  });

  it('knows a page of every route', () => {
    const files = /\.(json|csv)$|^\/healthz$|^\/executions\/:name\/answers$/;
    const visited = [...Object.values(PAGES), '/uploads/check/token', '/sign-in'].map(path => path.split('?')[0] ?? '');
    const matches = (route: string) => new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`);
    const routes = [...new Set([...dashboard.routes, ...guarded.routes])].filter(route => !files.test(route));
    expect(routes).toContain('/executions/:name');
    expect(routes.filter(route => !visited.some(path => matches(route).test(path)))).toEqual([]);
  });

  test.each(Object.entries(PAGES))('finds nothing on %s, which fits its window', async (_what, path) => {
    expect(await problemsOf(dashboard.url + path)).toEqual([]);
  });

  it('finds nothing on the first page of a first run, nor on the sign-in', async () => {
    const empty = await serve();
    expect(await problemsOf(empty.url)).toEqual([]);
    expect(await problemsOf(`${guarded.url}/sign-in`)).toEqual([]);
    await empty.close();
  });

  test.each([
    ['is read', ['1,Alice,10.50,shipped,2025-02-03', '2,Bob,much,shipped,2025-02-03', '3,Carol,1.00,shipped,2025-02-03']],
    ['would be refused', ['1,Alice,10.50,shipped,02/03/2025', '2,Bob,7,shipped,03/04/2025']],
  ])('finds nothing on the check of a file that %s', async (_what, rows) => {
    const text = ['OrderID,Customer,Amount,Status,OrderDate', ...rows, ''].join('\n');
    const { token } = await spool.take('raw/check.csv', Readable.from([Buffer.from(text)]));
    expect(await problemsOf(`${dashboard.url}/uploads/check/${token}`)).toEqual([]);
  });

  /** What axe finds, what the console complains of, and what is wider than the window, in both themes and at both widths. */
  async function problemsOf(url: string): Promise<readonly string[]> {
    const page = await browser.newPage({ reducedMotion: 'reduce' });
    const problems: string[] = [];
    page.on('console', message => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', error => problems.push(error.message));
    try {
      await page.goto(url);
      // Evaluated from outside, which the page's own policy neither allows nor forbids.
      await page.evaluate(axe);
      for (const { colorScheme, width } of LOOKS) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        const found: readonly string[] = await page.evaluate(
          `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(node => id + ': ' + node.html + ' ' + node.failureSummary)))`,
        );
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        problems.push(
          ...found.map(text => `${colorScheme} ${width}: ${text}`),
          ...(overflow === 0 ? [] : [`${width}: ${overflow} px too wide`]),
        );
      }
      const found = problems.filter(text => !/404 \(Not Found\)/.test(text));
      if (found.length > 0) found.push(...(await takePictures(browser, new URL(url).pathname)));
      return found;
    } finally {
      await page.close();
    }
  }
});
