import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Crawler, GetCrawlerCommand, GlueClient, type LastCrawlInfo, StartCrawlerCommand } from '@aws-sdk/client-glue';
import { openEndpoint } from '../../endpoint/server';
import { createGlue } from '../../glue/glue';
import { clientSettings } from '../../identity';
import type { ObjectStore } from '../../s3/object-store';

/** Glue on a free port over a folder of plain files: `<directory>/<bucket>/<key>` is an object. */
export interface LocalGlue {
  readonly client: GlueClient;
  readonly directory: string;
  readonly url: string;
  write(bucket: string, key: string, content: string | Uint8Array): Promise<void>;
  remove(bucket: string, key: string): Promise<void>;
  state(name: string): Promise<Crawler | undefined>;
  /** Runs a crawler and waits until it is READY again. */
  crawl(name: string): Promise<LastCrawlInfo | undefined>;
  close(): Promise<void>;
}

export async function startLocalGlue({
  crawlMilliseconds = 5,
  directory,
}: {
  crawlMilliseconds?: number;
  directory?: string;
} = {}): Promise<LocalGlue> {
  const folder = directory ?? (await mkdtemp(join(tmpdir(), 'glue-')));
  const glue = await createGlue({ directory: join(folder, 'glue'), objects: plainFiles(join(folder, 'objects')), crawlMilliseconds });
  const endpoint = await openEndpoint(0);
  endpoint.serve([glue]);
  const client = new GlueClient(clientSettings(endpoint.url));
  const state = async (name: string) => (await client.send(new GetCrawlerCommand({ Name: name }))).Crawler;
  return {
    client,
    directory: folder,
    url: endpoint.url,
    async write(bucket, key, content) {
      const path = join(folder, 'objects', bucket, key);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    },
    state,
    remove: (bucket, key) => rm(join(folder, 'objects', bucket, key)),
    async crawl(name) {
      await client.send(new StartCrawlerCommand({ Name: name }));
      for (;;) {
        const crawler = await state(name);
        if (crawler?.State === 'READY') return crawler.LastCrawl;
      }
    },
    async close() {
      client.destroy();
      await endpoint.close();
      if (directory === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

function plainFiles(root: string): ObjectStore {
  const refuse = () => Promise.reject(new Error('Glue never calls this'));
  return {
    head: refuse,
    put: refuse,
    async list(bucket, prefix) {
      const names = await readdir(join(root, bucket), { recursive: true, withFileTypes: true }).catch(() => []);
      const files = names.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
      const objects = files.map(async path => {
        const { size, mtime, mtimeMs } = await stat(path);
        return { key: path.slice(join(root, bucket).length + 1), size, etag: `"${mtimeMs}-${size}"`, lastModified: mtime, path };
      });
      return (await Promise.all(objects)).filter(({ key }) => key.startsWith(prefix)).sort((a, b) => (a.key < b.key ? -1 : 1));
    },
  };
}
