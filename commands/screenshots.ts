import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findProgram } from './screenshots/find-program';
import { startPipeline } from './screenshots/pipeline';
import { firstExport, secondExport, unreadable } from './screenshots/uploads';
import { run } from './terminal/run';
import { UsageError } from './terminal/usage-error';

const USAGE = 'npm run screenshots -- [--to FOLDER]';

const THEMES = ['light', 'dark'] as const;
const ARGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'];

/** Makes the pictures of README and docs: starts a pipeline in an empty folder, uploads three exports, and looks at its pages in Chromium. */
run(USAGE, async args => {
  const { values } = parseArgs({ args: [...args], options: { to: { type: 'string', default: join(__dirname, '../docs') } } });
  const executablePath = findProgram(['chromium', 'chromium-browser', 'google-chrome']);
  if (executablePath === undefined) throw new UsageError('expected Chromium on the PATH, found none');
  const folder = await mkdtemp(join(tmpdir(), 'screenshots-'));
  const pipeline = await startPipeline(folder);
  const browser = await chromium.launch({ executablePath, args: ARGS });
  try {
    const { url } = pipeline;
    await pipeline.upload('raw/shop-october.csv', firstExport());
    await pipeline.settled();
    await pipeline.upload('raw/shop-november.csv', secondExport());
    const running = await pipeline.running();
    await inThemes(browser, async (page, theme) => {
      await page.goto(`${url}/executions/${encodeURIComponent(running)}`);
      // Halfway, so that the picture shows finished and remaining states.
      await page.locator('.state.open').first().waitFor();
      await page.screenshot({ path: join(values.to, nameOf('execution', theme)) });
    });
    await pipeline.settled();
    await picture('dashboard', '/');
    await pipeline.upload('raw/scans.csv', unreadable());
    await pipeline.settled();
    await picture('uploads', '/uploads');
    console.log(`✓ six pictures in ${values.to}`);
    return 0;

    function picture(name: string, path: string): Promise<void> {
      return inThemes(browser, async (page, theme) => {
        await page.goto(url + path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.evaluate('document.fonts.ready');
        await page.screenshot({ path: join(values.to, nameOf(name, theme)) });
      });
    }
  } finally {
    await browser.close();
    await pipeline.stop();
    await rm(folder, { recursive: true });
  }
});

/** `dashboard.png`, and `dashboard-dark.png`. */
function nameOf(name: string, theme: (typeof THEMES)[number]): string {
  return theme === 'light' ? `${name}.png` : `${name}-${theme}.png`;
}

/** Both at once, since the execution takes only seconds. */
async function inThemes(browser: Browser, look: (page: Page, theme: (typeof THEMES)[number]) => Promise<void>): Promise<void> {
  await Promise.all(
    THEMES.map(async colorScheme => {
      const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 800 }, timezoneId: 'UTC', locale: 'en-GB' });
      await look(page, colorScheme);
      await page.close();
    }),
  );
}
