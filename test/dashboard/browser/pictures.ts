import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';

/** Where pictures of failures are kept; Git ignores it. */
export const PICTURES = join(__dirname, 'pictures');

/** `it` for a journey in a browser: where it fails, its pages are kept as pictures, which the failure's message names. */
export function journeysIn(browser: () => Browser | undefined) {
  return (name: string, body: () => Promise<void>): void => it(name, () => withPictures(browser(), name, body));
}

/** Runs a part of a test; where it throws, every open page becomes a picture, and the error's message ends with their paths. */
export async function withPictures(browser: Browser | undefined, name: string, body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    const paths = await takePictures(browser, name);
    if (error instanceof Error && paths.length > 0) tell(error, `\n\nAs the browser showed it: ${paths.join(', ')}`);
    throw error;
  }
}

/** Jest prints the stack, which has the message of the error's beginning. */
function tell(error: Error, more: string): void {
  const { message, stack = '' } = error;
  error.message = message + more;
  error.stack = stack.includes(message) ? stack.replace(message, () => message + more) : stack + more;
}

/** Every open page as it is; the paths of the pictures. */
export async function takePictures(browser: Browser | undefined, name: string): Promise<readonly string[]> {
  const pages = browser?.contexts().flatMap(context => context.pages()) ?? [];
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 80);
  mkdirSync(PICTURES, { recursive: true });
  const taken: string[] = [];
  for (const [index, page] of pages.entries()) {
    const path = join(PICTURES, `${slug}${index === 0 ? '' : `-${index + 1}`}.png`);
    // A page that cannot be drawn any more is no reason to hide why the test failed.
    await page.screenshot({ path, timeout: 10_000 }).then(
      () => taken.push(path),
      () => undefined,
    );
  }
  return taken;
}
