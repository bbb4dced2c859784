import { type Clock, systemClock } from '../clock/clock';
import type { OnDamage } from '../data-folder/state-file';
import { jsonService } from '../endpoint/json-protocol';
import type { Service } from '../endpoint/service';
import type { ObjectStore } from '../s3/object-store';
import { type Catalog, createCatalog } from './catalog';
import { classifierOperations } from './classifiers';
import { openKnownFiles } from './crawl/known-files';
import { crawlerOperations } from './crawlers';
import { type CrawlFault, createCrawling } from './crawling';
import { databaseOperations } from './databases';
import { partitionOperations } from './partitions';
import { openStore } from './state';
import { tableOperations } from './tables';

export interface GlueOptions {
  readonly directory: string;
  readonly objects: ObjectStore;
  /** The least time that a crawl takes. */
  readonly crawlMilliseconds?: number;
  readonly clock?: Clock;
  /** What a test or a fault wants of the next crawl. */
  readonly nextCrawl?: () => CrawlFault | undefined;
  /** Called with files that could not be read. */
  readonly onDamage?: OnDamage;
}

/** The Data Catalog and its crawlers: on the wire, and within the process for Athena. */
export async function createGlue({
  directory,
  objects,
  crawlMilliseconds = 500,
  clock = systemClock,
  nextCrawl = () => undefined,
  onDamage,
}: GlueOptions): Promise<Service & Catalog> {
  const now = () => clock.now() / 1000;
  const store = await openStore(directory, onDamage);
  const crawling = createCrawling(store, objects, openKnownFiles(directory), { milliseconds: crawlMilliseconds, clock, nextCrawl });
  const operations = {
    ...databaseOperations(store, now),
    ...tableOperations(store, now),
    ...partitionOperations(store, now),
    ...classifierOperations(store, now),
    ...crawlerOperations(store, crawling, now),
  };
  const service = jsonService({ name: 'glue', target: 'AWSGlue', version: '1.1', operations, close: () => crawling.close() });
  return { ...service, ...createCatalog(store.state, operations) };
}
