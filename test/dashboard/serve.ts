import { createServer } from 'node:http';
import { createApp, type DashboardDeps } from '../../dashboard/app';
import { createExecutions } from '../../dashboard/executions/executions';
import { SILENT } from '../../dashboard/log';
import { loadQueries } from '../../queries/load';
import { BUCKET, createFakeReads, type FakeReads } from './fake-reads';

export interface Served {
  readonly url: string;
  readonly reads: FakeReads;
  /** The paths that are answered to GET, as Express knows them, such as `/executions/:name`. */
  readonly routes: readonly string[];
  /** Requests a path and follows no redirect. */
  get(path: string, init?: RequestInit): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }>;
  close(): Promise<void>;
}

/** The dashboard on a port of its own, over AWS in memory. */
export async function serve(deps: Partial<DashboardDeps> = {}): Promise<Served> {
  const reads = createFakeReads();
  let clock = 0;
  // Time passes with every look, so that nothing live is remembered from one request of a test to the next.
  const runs = createExecutions({ reads, bucket: BUCKET, now: () => (clock += 10_000) });
  const app = createApp({ runs, queries: () => loadQueries(), bucket: BUCKET, log: SILENT, lookHolds: 0, ...deps });
  const server = createServer(app);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    reads,
    routes: routesOf(app.router.stack),
    async get(path, init) {
      const response = await fetch(url + path, { redirect: 'manual', ...init });
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
    async close() {
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Layer {
  readonly route?: { readonly path: string; readonly methods?: object } | undefined;
  readonly handle?: unknown;
}

function routesOf(layers: readonly Layer[]): readonly string[] {
  return layers.flatMap(({ route, handle }) => {
    if (route) return 'get' in (route.methods ?? {}) ? [route.path] : [];
    return isRouter(handle) ? routesOf(handle.stack) : [];
  });
}

function isRouter(handle: unknown): handle is { readonly stack: readonly Layer[] } {
  return typeof handle === 'function' && 'stack' in handle && Array.isArray(handle.stack);
}

/** What a reader sees of a page: its text, with all space made single. */
export function textOf(html: string): string {
  return unescaped(html.replace(/<[^>]*>/g, tag => (/^<\/?(span|data|bdi|a|strong|time)\b/.test(tag) ? '' : ' '))).replace(/\s+/g, ' ');
}

/** HTML with its entities as what they stand for. */
export function unescaped(html: string): string {
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&#34;': '"', '&#39;': "'" };
  return html.replace(/&[^;\s]+;/g, entity => entities[entity] ?? entity);
}
