import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createS3 } from '../../s3/s3';
import { LOADER } from '../support/loader';

const KEYS = ['raw/a.csv', 'raw/b/c.csv', 'B', 'b'];
const ROUNDS = 3;

describe('S3 killed while eight clients write', () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 's3-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  /** Per key: the number of the last write or delete that was confirmed. Each key has one writer, so numbers only grow. */
  const confirmed = new Map<string, { number: number; deleted: boolean }>();
  const attempted = new Map<string, number>();

  it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
    'has every confirmed object whole, and no half one (round %i)',
    async round => {
      const { child, url } = await serve(directory);
      const writers = KEYS.flatMap(key => [key, `${key}/large`]).map(key => write(url, key));
      await Promise.race([confirmations(40 * round), Promise.all(writers)]);
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await Promise.all([exited, ...writers]);
      await verify();
    },
    60_000,
  );

  /** Puts and deletes until the server is gone. */
  async function write(url: string, key: string): Promise<void> {
    const target = `${url}/orders/${key}`;
    try {
      for (;;) {
        const number = (attempted.get(key) ?? 0) + 1;
        attempted.set(key, number);
        const deleted = number % 5 === 0;
        const answer = await fetch(
          target,
          deleted ? { method: 'DELETE' } : { method: 'PUT', body: contents(key, number), headers: { 'x-amz-meta-number': `${number}` } },
        );
        await answer.arrayBuffer();
        if (answer.ok) confirmed.set(key, { number, deleted });
      }
    } catch {
      // The connection broke: whether this last one counts is open.
    }
  }

  async function confirmations(count: number): Promise<void> {
    const start = total();
    while (total() < start + count) await new Promise(resolve => setImmediate(resolve));
  }

  function total(): number {
    return [...confirmed.values()].reduce((sum, { number }) => sum + number, 0);
  }

  /** What a key holds is what was confirmed last, or a later one that was cut off. */
  async function verify(): Promise<void> {
    const s3 = await createS3({ directory, onCreated: async () => {} });
    const objects = new Map((await s3.list('orders', '')).map(object => [object.key, object]));
    for (const [key, last] of confirmed) {
      const object = objects.get(key);
      const after = attempted.get(key) ?? 0;
      if (!object) {
        expect(last.deleted || (after > last.number && after % 5 === 0)).toBe(true);
        continue;
      }
      const bytes = await readFile(object.path);
      const number = Number(/^\d+/.exec(bytes.toString('latin1', 0, 12))?.[0]);
      expect(number === after || (number === last.number && !last.deleted)).toBe(true);
      expect(bytes.equals(contents(key, number))).toBe(true);
      expect(object).toMatchObject({ size: bytes.length, etag: `"${createHash('md5').update(bytes).digest('hex')}"` });
    }
    expect(await readdir(join(directory, '.s3', 'incoming'))).toEqual([]);
  }
});

/** Starts with its number, and has a length of its own. */
function contents(key: string, number: number): Buffer {
  return Buffer.alloc(key.endsWith('/large') ? 1_000_000 + number : 10 + (number % 50), `${number} ${key} `);
}

async function serve(directory: string): Promise<{ child: ChildProcess; url: string }> {
  const script = join(__dirname, 'serve.ts');
  const child = spawn(process.execPath, [...LOADER, script, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(createInterface(child.stdout), 'line');
  return { child, url: String(url) };
}
