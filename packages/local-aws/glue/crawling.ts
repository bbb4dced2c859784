import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, ServiceError } from '../endpoint/service-error';
import type { ObjectStore } from '../s3/object-store';
import { runCrawl } from './crawl/run-crawl';
import type { KnownSchemas } from './crawl/survey';
import { type CrawlerPhase, type Crawling, crawlerOf } from './crawlers';
import type { Crawl, Crawler, EndedCrawl, GlueStore } from './state';

interface UnderWay {
  phase: Exclude<CrawlerPhase, 'READY'>;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Runs crawls in the background: RUNNING while files are read, then STOPPING, then READY. A crawl takes at least `milliseconds` in all. */
export function createCrawling(
  { state, save }: GlueStore,
  objects: ObjectStore,
  milliseconds: number,
  now: () => number,
): Crawling & { close(): Promise<void> } {
  const underWay = new Map<string, UnderWay>();
  const knownTo = new WeakMap<Crawler, KnownSchemas>();
  const closing = new AbortController();
  return {
    phaseOf: name => underWay.get(name)?.phase ?? 'READY',
    async start(name) {
      const crawler = crawlerOf(state, name, `Crawler with name ${name} does not exist`);
      if (underWay.has(name)) throw new ServiceError('CrawlerRunningException', `Crawler with name ${name} has already started`);
      const current = { id: randomUUID(), startTime: now(), messagePrefix: randomUUID() };
      crawler.current = current;
      const started = save();
      underWay.set(name, crawl(crawler, current, started));
      await started;
    },
    async stop(name) {
      crawlerOf(state, name, `Crawler with name ${name} does not exist`);
      const running = underWay.get(name);
      if (!running) throw new ServiceError('CrawlerNotRunningException', `Crawler with name ${name} isn't running`);
      if (running.phase === 'STOPPING') throw new ServiceError('CrawlerStoppingException', `Crawler with name ${name} is already stopping`);
      running.phase = 'STOPPING';
      running.abort.abort();
    },
    async close() {
      closing.abort();
      for (const { abort } of underWay.values()) abort.abort();
      await Promise.all([...underWay.values()].map(({ ended }) => ended));
    },
  };

  function crawl(crawler: Crawler, run: Crawl, started: Promise<void>): UnderWay {
    const abort = new AbortController();
    const { signal } = abort;
    const { Name } = crawler.settings;
    const known = knownTo.get(crawler) ?? new Map();
    const work = async () => {
      await started;
      const outcome = await runCrawl(crawler, run, { state, objects, known, milliseconds: milliseconds * 0.8, now, signal }).then(
        found => {
          knownTo.set(crawler, found);
          return SUCCEEDED;
        },
        error => failed(error, signal),
      );
      current.phase = 'STOPPING';
      await sleep(milliseconds * 0.2, undefined, { signal: closing.signal }).catch(() => {});
      crawler.last = { ...run, ...outcome };
      delete crawler.current;
      // READY only when the tables and the outcome are on disk.
      await save();
    };
    const end = () => void underWay.delete(Name);
    const current: UnderWay = { phase: 'RUNNING', abort, ended: work().then(end, end) };
    return current;
  }
}

type Outcome = Pick<EndedCrawl, 'status' | 'errorMessage'>;

const SUCCEEDED: Outcome = { status: 'SUCCEEDED' };

function failed(error: unknown, signal: AbortSignal): Outcome {
  if (signal.aborted) return { status: 'CANCELLED' };
  return { status: 'FAILED', errorMessage: messageOf(error) };
}
