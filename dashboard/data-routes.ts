import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Response, type Router } from 'express';
import { type AnswerSource, answerSources, answersJson, resultJson } from './data/answers';
import { downloadLines } from './data/download';
import { executionJson, executionsJson } from './data/executions';
import { BadRequest, NotFound } from './errors';
import { readCrawlSharers } from './executions/crawl-sharers';
import type { Execution } from './executions/execution';
import type { Executions } from './executions/executions';
import { pageNumber } from './page-number';
import { costOf, countsOf } from './pages/dollars';

/** The data of the pages for programs: JSON, and a file for each result. An address without an execution's name means the latest. */
export function dataRoutes({ runs }: { readonly runs: Executions }): Router {
  const router = express.Router();

  router.get('/answers.json', async (_request, response) => {
    const run = await runs.latest();
    await sendJson(response, answersJson(runs, run, run ? await runs.older(run) : new Map()));
  });

  router.get('/executions.json', async (request, response) => {
    const page = pageNumber.safeParse(request.query.page);
    if (!page.success) throw new BadRequest('"page" must be a number from 1 on.');
    const { runs: list, hasOlder } = await runs.page(page.data);
    response.json(executionsJson(list, page.data, hasOlder));
  });

  router.get('/executions/:name.json', async (request, response) => {
    const run = await find(request.params.name);
    const visits = await runs.timeline(run);
    const crawlSharers = await readCrawlSharers(runs, run);
    response.json(executionJson(run, visits, run.stoppedAt && costOf({ manifest: run.manifest, crawlSharers, ...countsOf(visits) })));
  });

  router.get('/executions/:name/answers.json', async (request, response) => {
    const run = await withAnswers(request.params.name);
    await sendJson(response, answersJson(runs, run, new Map()));
  });

  router.get('/executions/:name/answers', async (request, response) => {
    const run = await withAnswers(request.params.name);
    response.redirect(302, `/executions/${encodeURIComponent(run.name)}/results`);
  });

  // `/results/` and `/answers/` are both accepted.
  for (const folder of ['results', 'answers'] as const) {
    router.get(`/${folder}/:query.csv`, async (request, response) => {
      await sendCsv(response, sourceOf(await newest(), request.params.query));
    });

    router.get(`/${folder}/:query.json`, async (request, response) => {
      await sendResult(response, sourceOf(await newest(), request.params.query));
    });

    router.get(`/executions/:name/${folder}/:query.csv`, async (request, response) => {
      const { name, query } = request.params;
      await sendCsv(response, sourceOf(answerSources(await answered(name), new Map()), query));
    });

    router.get(`/executions/:name/${folder}/:query.json`, async (request, response) => {
      const { name, query } = request.params;
      await sendResult(response, sourceOf(answerSources(await answered(name), new Map()), query));
    });
  }

  return router;

  async function find(name: string): Promise<Execution> {
    const run = await runs.find(name);
    if (!run) throw new NotFound('There is no execution of that name: AWS deletes executions after 90 days.');
    return run;
  }

  async function withAnswers(name: string): Promise<Execution> {
    const run = await answered(name);
    if (!run.manifest?.queries.length) throw new NotFound('This execution has no answers.');
    return run;
  }

  /** The execution that ran the queries: this one, or another of the same slot. */
  async function answered(name: string): Promise<Execution> {
    const run = await find(name);
    return run.manifest?.answeredBy ? find(run.manifest.answeredBy) : run;
  }

  async function newest(): Promise<readonly AnswerSource[]> {
    const run = await runs.latest();
    return run ? answerSources(run, await runs.older(run)) : [];
  }

  function sourceOf(sources: readonly AnswerSource[], id: string): AnswerSource {
    const source = sources.find(({ query }) => query.id === id);
    if (!source) throw new NotFound('There is no such result.');
    return source;
  }

  async function sendResult(response: Response, source: AnswerSource): Promise<void> {
    if (!source.query.location || !(await runs.result(source.query.location))) throw new NotFound('There is no such result.');
    await sendJson(response, resultJson(runs, source));
  }

  async function sendCsv(response: Response, { query, run }: AnswerSource): Promise<void> {
    const known = query.location ? await runs.result(query.location) : undefined;
    const file = query.location ? await runs.openResult(query.location) : undefined;
    if (!known || !file) throw new NotFound('There is no such result.');
    const day = run.manifest?.asOf;
    response.attachment(`${query.id}${day ? `-${day}` : ''}.csv`).type('text/csv');
    await pipeline(Readable.from(downloadLines(file, index => known.whole[index]?.kind)), response);
  }
}

async function sendJson(response: Response, pieces: AsyncGenerator<string>): Promise<void> {
  response.type('json');
  await pipeline(Readable.from(pieces), response);
}
