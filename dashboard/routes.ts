import express, { type Router } from 'express';
import { z } from 'zod';
import type { QueryInfo } from '../queries/load';
import { BadRequest, NotFound } from './errors';
import { readCrawlSharers } from './executions/crawl-sharers';
import type { Execution } from './executions/execution';
import type { Executions } from './executions/executions';
import { STATE_FILTERS } from './executions/filter';
import { readResults } from './executions/results';
import { pageNumber } from './page-number';
import { executionActions, refreshAction } from './pages/actions';
import { answersPage, noticesOf } from './pages/answers';
import type { AwsConsole } from './pages/console';
import { answersCurrency } from './pages/currency';
import { executionPage } from './pages/execution';
import { executionsPage } from './pages/executions';
import { titleOf } from './pages/news';
import { executionTitle, pathOf } from './pages/run-summary';
import { createExecutionPartsReader, stateQuery } from './read-execution';
import { createFrontReader, readPreviousAnswers } from './read-front';
import type { PageSender } from './send-page';
import type { Uploads } from './uploads/uploads';
import { viewerOf } from './viewer';

export interface RoutesOptions {
  readonly runs: Executions;
  readonly uploads: Uploads;
  /** What the query files say of their results. Read for every page: a new file counts at once. */
  readonly queries: () => readonly QueryInfo[];
  readonly bucket: string;
  readonly bytesCutoff: number;
  readonly console: AwsConsole | null;
  readonly pages: PageSender;
  readonly canSignOut: boolean;
  /** Milliseconds for which what the front page shows holds for all viewers. */
  readonly lookHolds: number;
  readonly now: () => Date;
}

/** Seconds between looks for news: while something runs, and while nothing does. */
const LIVE = 2;
const IDLE = 5;
/** On the page of a running execution, which takes a few seconds in local AWS. */
const FOLLOW = 1;

const executionsQuery = z.object({
  page: pageNumber,
  state: z.enum(STATE_FILTERS).or(z.literal('')).optional(),
  upload: z.string().max(1024).optional(),
});

export function routes({ runs, uploads, queries, bucket, bytesCutoff, console, pages, canSignOut, lookHolds, now }: RoutesOptions): Router {
  const router = express.Router();
  const readParts = createExecutionPartsReader(runs);
  const readFront = createFrontReader({ runs, uploads, holds: lookHolds });

  router.get('/', async (request, response) => {
    const viewer = viewerOf(request);
    const { since, answers, key } = await readFront();
    const refreshSeconds = since.running || !answers ? LIVE : IDLE;
    const layout = { section: 'answers', refreshSeconds, actions: [refreshAction()], canSignOut, viewer } as const;
    if (!answers) {
      const notices = noticesOf(since, { areAnswers: false, viewer });
      pages.send(request, response, { ...layout, title: 'No answers yet', page: 'empty', body: { bucket, notices } });
      return;
    }
    const infos = queries();
    pages.sendKept(request, response, {
      key: `${key} ${JSON.stringify(infos.map(({ id, title, row, chart }) => [id, title, row, chart]))}`,
      viewer,
      make() {
        const body = answersPage({ ...answers, since, bytesCutoff, queries: infos, now: now(), viewer });
        return { ...layout, title: titleOf(body.news), page: 'answers', body };
      },
    });
  });

  router.get('/executions', async (request, response) => {
    const { data } = executionsQuery.safeParse(request.query);
    if (!data) throw new BadRequest(`"page" must be a number, "state" one of ${STATE_FILTERS.join(', ')}, "upload" a part of a key.`);
    const { page, state = '', upload = '' } = data;
    const filter = state || upload ? { state: state || undefined, upload: upload || undefined } : undefined;
    const { runs: list, hasOlder } = await runs.page(page, filter);
    const viewer = viewerOf(request);
    const body = executionsPage({ runs: list, page, filter, hasOlder, now: now(), viewer });
    const refreshSeconds = page > 1 ? null : list.some(({ stoppedAt }) => !stoppedAt) ? LIVE : IDLE;
    pages.send(request, response, {
      title: 'Executions',
      page: 'executions',
      body,
      section: 'executions',
      refreshSeconds,
      canSignOut,
      viewer,
    });
  });

  router.get('/executions/:name', async (request, response) => {
    const run = await find(request.params.name);
    const viewer = viewerOf(request);
    const titles = queries().map(({ title }) => title);
    const parts = await readParts(run, titles, stateQuery.parse(request.query));
    const crawlSharers = await readCrawlSharers(runs, run);
    const body = executionPage({ run, ...parts, titles, crawlSharers, bytesCutoff, console, now: now(), viewer });
    const refreshSeconds = run.stoppedAt ? null : FOLLOW;
    const { title } = body;
    const actions = executionActions(run);
    pages.send(request, response, { title, page: 'execution', body, section: 'executions', refreshSeconds, actions, canSignOut, viewer });
  });

  router.get('/executions/:name/results', async (request, response) => {
    const run = await find(request.params.name);
    if (run.manifest?.answeredBy) return response.redirect(`${pathOf({ name: run.manifest.answeredBy })}/results`);
    if (!run.manifest?.queries.length) throw new NotFound('This execution has no answers.');
    const viewer = viewerOf(request);
    const data = { run, results: await readResults(runs, run), previous: await readPreviousAnswers(runs, run) };
    const currency = answersCurrency(run, (await uploads.soon())?.uploads);
    const body = answersPage({ ...data, currency, queries: queries(), since: null, now: now(), viewer });
    pages.send(request, response, {
      title: `Answers of ${executionTitle(run, viewer)}`,
      page: 'answers',
      body,
      section: 'executions',
      canSignOut,
      viewer,
    });
  });

  return router;

  async function find(name: string): Promise<Execution> {
    const run = await runs.find(name);
    if (!run) throw new NotFound('There is no execution of that name: AWS deletes executions after 90 days.');
    return run;
  }
}
