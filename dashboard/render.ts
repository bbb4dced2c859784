import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from 'ejs';
import { FOLDERS } from './folders';
import type { Layout } from './pages/layout';

/** A whole page as HTML. */
export type Render = <Body>(layout: Omit<Layout<Body>, 'assets'>) => string;

/**
 * Not through Express's own rendering, which passes its settings, and whatever a caller spreads in, as locals that change how EJS works.
 * A template sees one name, `vm`.
 */
export function createRender(assets: string): Render {
  const filename = join(FOLDERS.views, 'layout.ejs');
  const template = compile(readFileSync(filename, 'utf8'), {
    filename,
    cache: true,
    strict: true,
    destructuredLocals: ['vm'],
    rmWhitespace: true,
  });
  return layout => template({ vm: { ...layout, assets } });
}
