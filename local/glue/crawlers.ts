import { z } from 'zod';
import type { Operation } from '../endpoint/json-protocol';
import { ServiceError } from '../endpoint/service-error';
import { ACCOUNT, REGION } from '../identity';
import { crawlerConfiguration, crawlerSettings, nameSchema, parse, tagsSchema } from './inputs';
import { page, pageFields } from './pages';
import type { Crawler, CrawlRun, GlueState, GlueStore } from './state';

const named = z.object({ Name: nameSchema });

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
      const { Tags, ...settings } = parse(crawlerSettings.extend({ Tags: tagsSchema.optional() }), input);
      check(state, settings);
      if (state.crawlers.has(settings.Name))
        throw new ServiceError('AlreadyExistsException', `Crawler with name ${settings.Name} already exists`);
      state.crawlers.set(settings.Name, { settings, creationTime: now(), lastUpdated: now(), version: 1, runs: [] });
      if (Tags) state.tags.set(arnOf(settings.Name), Tags);
      await save();
    },
    GetCrawler(input) {
      return { Crawler: describe(crawlerOf(state, parse(named, input).Name)) };
    },
    GetCrawlers(input) {
      return page('Crawlers', [...state.crawlers.values()].map(describe), parse(z.object(pageFields), input));
    },
    BatchGetCrawlers(input) {
      const { CrawlerNames } = parse(z.object({ CrawlerNames: z.array(nameSchema).max(100) }), input);
      const found = CrawlerNames.flatMap(name => state.crawlers.get(name) ?? []);
      return { Crawlers: found.map(describe), CrawlersNotFound: CrawlerNames.filter(name => !state.crawlers.has(name)) };
    },
    ListCrawlers(input) {
      return page('CrawlerNames', [...state.crawlers.keys()], parse(z.object(pageFields), input));
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
      state.tags.delete(arnOf(Name));
      await save();
    },
    StartCrawler: input => crawling.start(parse(named, input).Name),
    StopCrawler: input => crawling.stop(parse(named, input).Name),
    ListCrawls(input) {
      const request = parse(z.strictObject({ CrawlerName: nameSchema, ...pageFields }), input);
      return page(
        'Crawls',
        crawlerOf(state, request.CrawlerName).runs.map(run => describeRun(request.CrawlerName, run)),
        request,
      );
    },
  };
}

function arnOf(name: string): string {
  return `arn:aws:glue:${REGION}:${ACCOUNT}:crawler/${name}`;
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

/** A crawler as `GetCrawler` answers it; `LastCrawl` is the newest one that has ended. */
function describeCrawler({ settings, creationTime, lastUpdated, version, runs }: Crawler, phase: CrawlerPhase, time: number) {
  const { SchemaChangePolicy, RecrawlPolicy, LineageConfiguration, Targets, ...rest } = settings;
  const [newest] = runs;
  const last = runs.find(({ status }) => status !== 'RUNNING');
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
    LineageConfiguration: { CrawlerLineageSettings: 'DISABLE', ...LineageConfiguration },
    State: phase,
    CrawlElapsedTime: phase === 'READY' || !newest ? 0 : Math.round((time - newest.startTime) * 1000),
    CreationTime: creationTime,
    LastUpdated: lastUpdated,
    Version: version,
    LastCrawl: last && { Status: last.status, ...aboutRun(settings.Name, last) },
  };
}

const RUN_STATES = { RUNNING: 'RUNNING', SUCCEEDED: 'COMPLETED', FAILED: 'FAILED', CANCELLED: 'STOPPED' } as const;

function describeRun(name: string, run: CrawlRun) {
  return { CrawlId: run.id, State: RUN_STATES[run.status], EndTime: run.endTime, ...aboutRun(name, run) };
}

/** What `ListCrawls` and `LastCrawl` tell alike. */
function aboutRun(name: string, { startTime, errorMessage, messagePrefix }: CrawlRun) {
  return {
    StartTime: startTime,
    ErrorMessage: errorMessage,
    LogGroup: '/aws-glue/crawlers',
    LogStream: name,
    MessagePrefix: messagePrefix,
  };
}
