import { z } from 'zod';
import type { Operation } from '../endpoint/json-protocol';
import { ServiceError } from '../endpoint/service-error';
import { crawlerConfiguration, crawlerSettings, nameSchema, parse } from './inputs';
import { page, pageRequest } from './pages';
import type { Crawler, GlueState, GlueStore } from './state';

const named = z.strictObject({ Name: nameSchema });

/** `READY` when nothing runs. */
export type CrawlerPhase = 'READY' | 'RUNNING' | 'STOPPING';

export interface Crawling {
  phaseOf(name: string): CrawlerPhase;
  start(name: string): Promise<void>;
  stop(name: string): Promise<void>;
}

export function crawlerOperations({ state, save }: GlueStore, crawling: Crawling, now: () => number): Record<string, Operation> {
  const describe = (crawler: Crawler) => describeCrawler(crawler, crawling.phaseOf(crawler.settings.Name), now());
  return {
    async CreateCrawler(input) {
      const settings = parse(crawlerSettings, input);
      check(state, settings);
      if (state.crawlers.has(settings.Name))
        throw new ServiceError('AlreadyExistsException', `Crawler with name ${settings.Name} already exists`);
      state.crawlers.set(settings.Name, { settings, creationTime: now(), lastUpdated: now(), version: 1 });
      await save();
    },
    GetCrawler(input) {
      return { Crawler: describe(crawlerOf(state, parse(named, input).Name)) };
    },
    GetCrawlers(input) {
      return page('Crawlers', [...state.crawlers.values()].map(describe), parse(pageRequest, input));
    },
    ListCrawlers(input) {
      return page('CrawlerNames', [...state.crawlers.keys()], parse(pageRequest, input));
    },
    async UpdateCrawler(input) {
      const { Name } = parse(z.looseObject({ Name: nameSchema }), input);
      const crawler = crawlerOf(state, Name);
      const settings = parse(crawlerSettings, { ...crawler.settings, ...parse(z.looseObject({}), input) });
      check(state, settings);
      if (crawling.phaseOf(Name) !== 'READY')
        throw new ServiceError(
          'CrawlerRunningException',
          'Cannot update Crawler while running. Please stop crawl or wait until it completes to update.',
        );
      Object.assign(crawler, { settings, lastUpdated: now(), version: crawler.version + 1 });
      await save();
    },
    async DeleteCrawler(input) {
      const { Name } = parse(named, input);
      crawlerOf(state, Name);
      if (crawling.phaseOf(Name) !== 'READY')
        throw new ServiceError('CrawlerRunningException', `Crawler with name ${Name} is currently running`);
      state.crawlers.delete(Name);
      await save();
    },
    StartCrawler: input => crawling.start(parse(named, input).Name),
    StopCrawler: input => crawling.stop(parse(named, input).Name),
  };
}

/** @throws `EntityNotFoundException` */
export function crawlerOf(state: GlueState, name: string, message = `Crawler entry with name ${name} does not exist`): Crawler {
  const crawler = state.crawlers.get(name);
  if (!crawler) throw new ServiceError('EntityNotFoundException', message);
  return crawler;
}

function check(state: GlueState, { Classifiers = [], Configuration }: Crawler['settings']): void {
  crawlerConfiguration(Configuration);
  const missing = Classifiers.filter(name => !state.classifiers.has(name));
  if (missing.length > 0) throw new ServiceError('InvalidInputException', `Classifiers not found: ${missing.join(', ')}`);
}

/** A crawler as `GetCrawler` answers it. */
function describeCrawler({ settings, creationTime, lastUpdated, version, current, last }: Crawler, phase: CrawlerPhase, time: number) {
  const { SchemaChangePolicy, RecrawlPolicy, Targets, ...rest } = settings;
  return {
    Classifiers: [],
    ...rest,
    Targets: {
      JdbcTargets: [],
      MongoDBTargets: [],
      DynamoDBTargets: [],
      CatalogTargets: [],
      DeltaTargets: [],
      IcebergTargets: [],
      HudiTargets: [],
      S3Targets: Targets.S3Targets.map(target => ({ Exclusions: [], ...target })),
    },
    RecrawlPolicy: { RecrawlBehavior: 'CRAWL_EVERYTHING', ...RecrawlPolicy },
    SchemaChangePolicy: { UpdateBehavior: 'UPDATE_IN_DATABASE', DeleteBehavior: 'DEPRECATE_IN_DATABASE', ...SchemaChangePolicy },
    LineageConfiguration: { CrawlerLineageSettings: 'DISABLE' },
    State: phase,
    CrawlElapsedTime: current ? Math.round((time - current.startTime) * 1000) : 0,
    CreationTime: creationTime,
    LastUpdated: lastUpdated,
    Version: version,
    LastCrawl: last && {
      Status: last.status,
      ErrorMessage: last.errorMessage,
      StartTime: last.startTime,
      LogGroup: '/aws-glue/crawlers',
      LogStream: settings.Name,
      MessagePrefix: last.messagePrefix,
    },
  };
}
