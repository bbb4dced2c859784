import type { Clock } from '../../clock/clock';
import type { ObjectStore } from '../../s3/object-store';
import { databaseOf } from '../databases';
import { crawlerConfiguration } from '../inputs';
import type { Crawl, Crawler, GlueState } from '../state';
import { type KnownSchemas, survey } from './survey';
import { type Findings, writeTables } from './write-tables';

export interface CrawlOptions {
  readonly state: GlueState;
  readonly objects: ObjectStore;
  /** What the crawler's previous crawl found out about the files. */
  readonly known: KnownSchemas;
  /** The least time that reading takes, in milliseconds. */
  readonly milliseconds: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Reads the crawler's data stores, then writes all their tables at once. @returns what is known of the files now @throws an error that says why the crawl failed */
export async function runCrawl(
  { settings }: Crawler,
  run: Crawl,
  { state, objects, known, milliseconds, clock, signal }: CrawlOptions,
): Promise<KnownSchemas> {
  const configuration = crawlerConfiguration(settings.Configuration);
  const classifiers = (settings.Classifiers ?? []).map(name => {
    const classifier = state.classifiers.get(name);
    if (!classifier) throw new Error(`Classifier ${name} does not exist`);
    return classifier.input;
  });
  const moment = clock.sleep(milliseconds, signal);
  const findings: Findings[] = [];
  const found: KnownSchemas = new Map();
  const read = async () => {
    for (const target of settings.Targets.S3Targets) {
      const tables = await survey(target, { objects, classifiers, configuration, known, found, signal });
      findings.push({ settings, target, runId: run.id, tables });
    }
  };
  await Promise.all([moment, read()]);

  const count = findings.reduce((sum, { tables }) => sum + tables.length, 0);
  const threshold = configuration.CrawlerOutput?.Tables?.TableThreshold;
  if (threshold !== undefined && count > threshold)
    throw new Error(
      `The number of tables detected by crawler: ${count} is greater than the table threshold value provided: ${threshold}. No tables were created`,
    );

  const { tables } = databaseOf(state, settings.DatabaseName ?? 'default');
  writeTables(tables, findings, settings, configuration, clock.now() / 1000);
  return found;
}
