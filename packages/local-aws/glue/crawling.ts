import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock';
import { messageOf, ServiceError } from '../endpoint/service-error';
import type { ObjectStore } from '../s3/object-store';
import type { KnownFiles } from './crawl/known-files';
import { runCrawl } from './crawl/run-crawl';
import { type CrawlerPhase, type Crawling, crawlerOf } from './crawlers';
import type { Crawl, Crawler, EndedCrawl, GlueStore } from './state';

interface UnderWay {
  phase: Exclude<CrawlerPhase, 'READY'>;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** How a crawl goes otherwise than it would. */
export interface CrawlFault {
  /** Seconds more in each phase. */
  readonly running?: number | undefined;
  readonly stopping?: number | undefined;
  /** How it ends, having written nothing. */
  readonly status?: 'FAILED' | 'CANCELLED' | undefined;
  readonly message?: string | undefined;
}

export interface CrawlingOptions {
  /** The least time that a crawl takes. */
  readonly milliseconds: number;
  readonly clock: Clock;
  readonly nextCrawl: () => CrawlFault | undefined;
}

/** Runs crawls in the background: RUNNING while files are read, then STOPPING, then READY. */
export function createCrawling(
  { state, save }: GlueStore,
  objects: ObjectStore,
  knownFiles: KnownFiles,
  { milliseconds, clock, nextCrawl }: CrawlingOptions,
): Crawling & { close(): Promise<void> } {
  const now = () => clock.now() / 1000;
  const underWay = new Map<string, UnderWay>();
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
    const work = async () => {
      await started;
      const fault = nextCrawl();
      const outcome = await read(crawler, run, signal, fault).catch(error => failed(error, signal));
      current.phase = 'STOPPING';
      await clock.sleep(milliseconds * 0.2 + (fault?.stopping ?? 0) * 1000, closing.signal).catch(() => {});
      crawler.last = { ...run, ...outcome };
      delete crawler.current;
      // READY only when the tables and the outcome are on disk.
      await save();
    };
    const end = () => void underWay.delete(Name);
    const current: UnderWay = { phase: 'RUNNING', abort, ended: work().then(end, end) };
    return current;
  }

  async function read(crawler: Crawler, run: Crawl, signal: AbortSignal, fault: CrawlFault | undefined): Promise<Outcome> {
    if (fault?.running) await clock.sleep(fault.running * 1000, signal);
    if (fault?.status) return { status: fault.status, ...(fault.message !== undefined && { errorMessage: fault.message }) };
    const known = await knownFiles.all();
    const found = await runCrawl(crawler, run, { state, objects, known, milliseconds: milliseconds * 0.8, clock, signal });
    // Losing it costs the next crawl time, not its outcome.
    await knownFiles.keep(found).catch(() => {});
    return SUCCEEDED;
  }
}

type Outcome = Pick<EndedCrawl, 'status' | 'errorMessage'>;

const SUCCEEDED: Outcome = { status: 'SUCCEEDED' };

function failed(error: unknown, signal: AbortSignal): Outcome {
  if (signal.aborted) return { status: 'CANCELLED' };
  return { status: 'FAILED', errorMessage: messageOf(error) };
}
