import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, escapeXML } from 'ejs';
import type { Away } from './executions/health';
import { FOLDERS } from './folders';
import { awayLineOf } from './pages/away';
import type { Layout, Pages } from './pages/layout';
import { EVERYONE } from './pages/viewer';

/** A whole page as HTML. */
export type Render = <Name extends keyof Pages>(layout: Layout<Name>) => string;

export interface RenderOptions {
  /** Where the style sheets and the scripts are. */
  readonly assets: string;
  /** The services that do not answer, which every page names. */
  readonly away: () => Away | null;
  /** Whether pages offer actions. */
  readonly canAct: boolean;
}

/**
 * Not Express's own rendering: it passes its settings and all locals of a caller to EJS as options.
 * A template has one variable, `vm`.
 */
export function createRender({ assets, away, canAct }: RenderOptions): Render {
  const filename = join(FOLDERS.views, 'layout.ejs');
  const template = compile(readFileSync(filename, 'utf8'), {
    filename,
    cache: true,
    strict: true,
    destructuredLocals: ['vm'],
    escape: escapeCut,
    rmWhitespace: true,
  });
  return ({ title, page, body, section, refreshSeconds = null, actions = [], canSignOut = false, viewer = EVERYONE }) =>
    template({
      vm: {
        title,
        page,
        body,
        section,
        refreshSeconds,
        reloadSeconds: Math.max(2, refreshSeconds ?? 0),
        canSignOut,
        assets,
        actions: canAct ? actions : [],
        away: awayLineOf(away()),
        timeZone: viewer.timeZone,
      },
    });
}

/** A key has 1,024 bytes at most, in an address three characters each; a cause has 4,000 characters. */
const MOST_CHARACTERS = 4000;

/**
 * A value may be a megabyte long, and a page has hundreds of values, so each is cut here, for all templates. Downloads have the whole
 * whole. Lines of drawings are ours, and as long as they are.
 */
function escapeCut(value?: unknown): string {
  const text = String(value ?? '');
  const isCut = text.length > MOST_CHARACTERS && !/^M[\d\sLZ.-]*$/.test(text);
  return escapeXML(isCut ? `${text.slice(0, MOST_CHARACTERS).toWellFormed()}…` : text);
}
