import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Router } from 'express';
import { z } from 'zod';
import { downloadLines } from './download';
import { BadRequest, NotFound } from './errors';
import type { Execution } from './executions/execution';
import type { Executions } from './executions/executions';
import { STATE_FILTERS } from './executions/filter';
import type { Result } from './executions/result';
import { readSince } from './executions/since';
import { answersPage, noticesOf, type QueryInfo } from './pages/answers';
import { executionPage } from './pages/execution';
import { executionsPage } from './pages/executions';
import type { Render } from './render';

export interface RoutesOptions {
  readonly runs: Executions;
  /** What the query files say of their results. Read for every page: a new file counts at once. */
  readonly queries: () => readonly QueryInfo[];
  readonly bucket: string;
  readonly render: Render;
  readonly canSignOut: boolean;
  readonly now: () => Date;
}

/** Seconds between looks for news: while something runs, and while nothing does. */
const LIVE = 2;
const IDLE = 5;

const executionsQuery = z.object({
  page: z
    .string()
    .regex(/^[1-9]\d{0,4}$/)
    .transform(Number)
    .default(1),
  state: z.enum(STATE_FILTERS).or(z.literal('')).optional(),
  upload: z.string().max(1024).optional(),
});

export function routes({ runs, queries, bucket, render, canSignOut, now }: RoutesOptions): Router {
  const router = express.Router();

  router.get('/', async (_request, response) => {
    const run = await runs.latest();
    const since = await readSince(runs, run);
    const refreshSeconds = since.running || !run ? LIVE : IDLE;
    const layout = { section: 'answers', refreshSeconds, canSignOut } as const;
    if (!run) {
      const notices = noticesOf(since, { areAnswers: false });
      response.send(render({ ...layout, title: 'No answers yet', page: 'empty', body: { bucket, notices } }));
      return;
    }
    const body = answersPage({ run, results: await resultsOf(run), queries: queries(), since, now: now() });
    response.send(render({ ...layout, title: 'Latest answers', page: 'answers', body }));
  });

  router.get('/executions', async (request, response) => {
    const { data } = executionsQuery.safeParse(request.query);
    if (!data) throw new BadRequest(`"page" must be a number, "state" one of ${STATE_FILTERS.join(', ')}, "upload" a part of a key.`);
    const { page, state = '', upload = '' } = data;
    const filter = state || upload ? { state: state || undefined, upload: upload || undefined } : undefined;
    const { runs: list, hasOlder } = await runs.page(page, filter);
    const body = executionsPage({ runs: list, page, filter, hasOlder, now: now() });
    const refreshSeconds = page > 1 ? null : list.some(({ stoppedAt }) => !stoppedAt) ? LIVE : IDLE;
    response.send(render({ title: 'Executions', page: 'executions', body, section: 'executions', refreshSeconds, canSignOut }));
  });

  router.get('/executions/:name', async (request, response) => {
    const run = await find(request.params.name);
    const body = executionPage({ run, visits: await runs.timeline(run), titles: queries().map(({ title }) => title), now: now() });
    const refreshSeconds = run.stoppedAt ? null : LIVE;
    response.send(render({ title: `Execution ${run.name}`, page: 'execution', body, section: 'executions', refreshSeconds, canSignOut }));
  });

  router.get('/executions/:name/results', async (request, response) => {
    const run = await find(request.params.name);
    if (!run.manifest?.queries.length) throw new NotFound('This execution has no answers.');
    const body = answersPage({ run, results: await resultsOf(run), queries: queries(), since: null, now: now() });
    response.send(render({ title: `Answers of ${run.name}`, page: 'answers', body, section: 'executions', canSignOut }));
  });

  router.get('/executions/:name/results/:query.csv', async (request, response) => {
    const run = await find(request.params.name);
    const location = run.manifest?.queries.find(({ id }) => id === request.params.query)?.location;
    const beginning = location ? await runs.result(location) : undefined;
    const file = location ? await runs.openResult(location) : undefined;
    if (!beginning || !file) throw new NotFound('There is no such result.');
    response.attachment(`${request.params.query}.csv`).type('text/csv');
    await pipeline(Readable.from(downloadLines(file, beginning)), response);
  });

  return router;

  async function find(name: string): Promise<Execution> {
    const run = await runs.find(name);
    if (!run) throw new NotFound('There is no execution of that name, or none any more: AWS forgets them after 90 days.');
    return run;
  }

  async function resultsOf({ manifest }: Execution): Promise<ReadonlyMap<string, Result>> {
    const read = (manifest?.queries ?? []).map(async ({ id, location }) => {
      const result = location ? await runs.result(location) : undefined;
      return result ? ([[id, result]] as const) : [];
    });
    return new Map((await Promise.all(read)).flat());
  }
}
