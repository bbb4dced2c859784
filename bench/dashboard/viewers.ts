import { Agent, get } from 'node:http';

export interface Viewing {
  readonly requests: number;
  /** Answered with an error, or not at all. */
  readonly failed: number;
  /** Requests a second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Bytes of a response, as it is sent. */
  readonly bytes: number;
}

/**
 * So many viewers ask for the page again as soon as they have it, for so many seconds. They open their connections before: Node accepts one in each
 * turn of its loop, and who connects while a hundred others are served without a pause would be measured as waiting for that.
 */
export async function view(url: string, viewers: number, seconds: number): Promise<Viewing> {
  const agent = new Agent({ keepAlive: true, maxSockets: viewers });
  await Promise.all(Array.from({ length: viewers }, () => request(new URL('/healthz', url).href, agent).catch(() => undefined)));
  const began = performance.now();
  const end = began + seconds * 1000;
  const times: number[] = [];
  let [failed, bytes] = [0, 0];
  const viewer = async () => {
    while (performance.now() < end) {
      const start = performance.now();
      const { status, bytes: received } = await request(url, agent).catch(() => ({ status: 0, bytes: 0 }));
      times.push(performance.now() - start);
      bytes += received;
      if (status !== 200) failed += 1;
    }
  };
  // Who has no answer as long again after the end goes without one.
  const deadline = setTimeout(() => agent.destroy(), 2000 * seconds);
  await Promise.all(Array.from({ length: viewers }, viewer));
  clearTimeout(deadline);
  agent.destroy();
  const took = (performance.now() - began) / 1000;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return {
    requests: times.length,
    failed,
    rate: times.length / took,
    p50: at(0.5),
    p99: at(0.99),
    bytes: bytes / Math.max(1, times.length - failed),
  };
}

function request(url: string, agent: Agent): Promise<{ readonly status: number; readonly bytes: number }> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'Accept-Encoding': 'gzip' } }, response => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }));
      response.on('error', reject);
    }).on('error', reject);
  });
}
