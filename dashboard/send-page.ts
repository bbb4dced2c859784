import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';
import type { Away } from './executions/health';
import type { Layout, Pages } from './pages/layout';
import type { Viewer } from './pages/viewer';
import type { Render } from './render';

export interface PageSender {
  /** Sends a page: rendered and compressed once, however many viewers see the same. */
  send<Name extends keyof Pages>(request: Request, response: Response, layout: Layout<Name>): void;
  /** The same for a page whose view model costs something too: it is made where nothing of this key is kept for this viewer. */
  sendKept<Name extends keyof Pages>(request: Request, response: Response, page: KeptPage<Name>): void;
}

export interface KeptPage<Name extends keyof Pages> {
  /** Says all that the page depends on, but for the viewer and what is away. */
  readonly key: string;
  readonly viewer: Viewer;
  readonly make: () => Layout<Name>;
}

export interface PageSenderOptions {
  readonly render: Render;
  readonly away: () => Away | null;
  /** Pages kept; the one that was not asked for the longest goes first. @default 32 */
  readonly entries?: number;
}

type Encoding = 'br' | 'gzip' | 'identity';

interface Kept {
  readonly etag: string;
  readonly html: Buffer;
  readonly compressed: Map<Encoding, Buffer>;
}

export function createPageSender({ render, away, entries = 32 }: PageSenderOptions): PageSender {
  const kept = new Map<string, Kept>();

  return {
    send(request, response, layout) {
      sendPage(request, response, `model ${JSON.stringify([layout, away()])}`, () => layout);
    },
    sendKept(request, response, { key, viewer, make }) {
      sendPage(request, response, JSON.stringify([key, viewer, away()]), make);
    },
  };

  function sendPage<Name extends keyof Pages>(request: Request, response: Response, what: string, make: () => Layout<Name>): void {
    const page = find(what, make);
    const encoding = encodingFor(request);
    response.vary('Accept-Encoding').type('html').set('ETag', page.etag);
    if (encoding !== 'identity') response.set('Content-Encoding', encoding);
    response.send(bodyOf(page, encoding));
  }

  function find<Name extends keyof Pages>(what: string, make: () => Layout<Name>): Kept {
    const key = digestOf(what);
    const page = kept.get(key) ?? keptOf(render(make()));
    kept.delete(key);
    kept.set(key, page);
    for (const oldest of kept.keys()) {
      if (kept.size <= entries) break;
      kept.delete(oldest);
    }
    return page;
  }
}

function keptOf(text: string): Kept {
  const html = Buffer.from(text);
  return { etag: `W/"${digestOf(html)}"`, html, compressed: new Map() };
}

function encodingFor(request: Request): Encoding {
  // Without the header a client takes anything; plain text is what it understands.
  if (request.get('accept-encoding') === undefined) return 'identity';
  return (['br', 'gzip'] as const).find(encoding => request.acceptsEncodings(encoding) === encoding) ?? 'identity';
}

function bodyOf({ html, compressed }: Kept, encoding: Encoding): Buffer {
  const known = compressed.get(encoding);
  if (known) return known;
  const made = compress(html, encoding);
  compressed.set(encoding, made);
  return made;
}

function compress(html: Buffer, encoding: Encoding): Buffer {
  if (encoding === 'gzip') return gzipSync(html);
  if (encoding === 'br') return brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  return html;
}

function digestOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 27);
}
