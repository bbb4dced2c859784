import { source as axe } from 'axe-core';
import type { Browser } from 'playwright-core';
import type { Actions } from '../../../dashboard/actions/actions';
import { createSessions } from '../../../dashboard/sign-in/session';
import { createSpool } from '../../../dashboard/uploading/spool';
import { describeWith } from '../../support/needs';
import { type Served, serve } from '../serve';
import { launch } from './launch';
import { makeScene, PAGES } from './scene';

const ACTIONS: Actions = { start: async () => 'new', redrive: async () => {}, stop: async () => {}, withdraw: async () => {} };

const THEMES = ['light', 'dark'] as const;
const WIDTHS = [360, 1280];
const LOOKS = THEMES.flatMap(colorScheme => WIDTHS.map(width => ({ colorScheme, width })));

describeWith('chromium', 'axe', executablePath => {
  const spool = createSpool();
  let browser: Browser;
  let dashboard: Served;

  beforeAll(async () => {
    browser = await launch(executablePath);
    dashboard = await serve({ actions: ACTIONS, uploading: { send: async () => {}, check: undefined, spool, limit: 5_000_000 } });
    makeScene(dashboard.reads);
  });

  afterAll(async () => {
    await browser.close();
    await dashboard.close();
  });

  test.each(Object.entries(PAGES))('finds nothing on %s, which fits its window', async (_what, path) => {
    expect(await problemsOf(dashboard.url + path)).toEqual([]);
  });

  it('finds nothing on the first page of a first run, nor on the sign-in', async () => {
    const empty = await serve();
    const guarded = await serve({ sessions: createSessions('correct horse battery') });
    expect(await problemsOf(empty.url)).toEqual([]);
    expect(await problemsOf(`${guarded.url}/sign-in`)).toEqual([]);
    await empty.close();
    await guarded.close();
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
      return problems.filter(text => !/404 \(Not Found\)/.test(text));
    } finally {
      await page.close();
    }
  }
});
