import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { QueryInfo } from '../queries/load';
import { answerSources } from './data/answers';
import { BadRequest, NotFound } from './errors';
import { readCustomerTotal } from './executions/customer-totals';
import type { Execution } from './executions/execution';
import type { Executions } from './executions/executions';
import { createMemo } from './executions/memo';
import type { Result } from './executions/result';
import { hasResults, readWithResults } from './executions/with-results';
import { comparePage } from './pages/compare';
import { answersCurrency } from './pages/currency';
import { customerPage } from './pages/customer';
import { totalsOf } from './pages/key-figures';
import { resultPage } from './pages/result';
import { tableQuery } from './pages/table-window';
import { trendsPage } from './pages/trends';
import type { PageSender } from './send-page';
import type { Uploads } from './uploads/uploads';
import { viewerOf } from './viewer';

export interface AnalysisRoutesOptions {
  readonly runs: Executions;
  readonly uploads: Uploads;
  readonly queries: () => readonly QueryInfo[];
  readonly pages: PageSender;
  /** Whether executions cost money. */
  readonly isBilled: boolean;
  readonly canSignOut: boolean;
}

/** How many executions the page offers and draws. */
const CHOICES = 50;
/** How many executions a customer's page reads. */
const CUSTOMER_HISTORY = 12;

function nothingToCompare(isFirst: boolean): string {
  return isFirst
    ? 'These are the first answers. The next upload or refresh gives answers to compare them with.'
    : 'There are no answers yet. Comparing needs the answers of two executions.';
}

const customerQuery = z.object({ name: z.string().max(20_000) });
const compareQuery = z.object({
  from: z.string().min(1).max(80).optional(),
  to: z.string().min(1).max(80).optional(),
  section: z.string().max(200).optional(),
  page: z.coerce.number().int().min(1).max(1_000_000).optional().catch(undefined),
});

/** Pages that analyse results: of one query, one customer, two executions, many executions. */
export function analysisRoutes({ runs, uploads, queries, pages, isBilled, canSignOut }: AnalysisRoutesOptions): Router {
  const router = express.Router();
  const totals = createMemo<{ readonly sales: string | undefined; readonly orders: string | undefined }>({ entries: 500 });
  const customerTotals = createMemo<string | null>({ entries: 500 });

  router.get('/results/:query', async (request, response) => sendResult(request, response, await latest(), true));
  router.get('/executions/:name/results/:query', async (request, response) =>
    sendResult(request, response, await find(request.params.name), false),
  );

  router.get('/customers', async (request, response) => sendCustomer(request, response, await latest()));
  router.get('/executions/:name/customers', async (request, response) => sendCustomer(request, response, await find(request.params.name)));

  router.get('/compare', async (request, response) => {
    const { data } = compareQuery.safeParse(request.query);
    if (!data) throw new BadRequest('"from" and "to" must be the names of two executions.');
    const viewer = viewerOf(request);
    const choices = await readWithResults(runs, CHOICES);
    const to = data.to === undefined ? choices[0] : await find(data.to);
    const before = choices[choices.findIndex(({ name }) => name === to?.name) + 1];
    const from = data.from === undefined ? before : await find(data.from);
    if (!from || !to) {
      const body = { status: null, heading: 'Nothing to compare yet', text: nothingToCompare(to !== undefined) };
      pages.send(request, response, { title: body.heading, page: 'message', body, section: 'executions', canSignOut, viewer });
      return;
    }
    if (!hasResults(from) || !hasResults(to)) throw new NotFound('One of these executions has no answers.');
    const [older, newer] = [await wholeResultsOf(from), await wholeResultsOf(to)];
    const body = await comparePage({
      from: { run: from, results: older, totals: totalsOf(older) },
      to: { run: to, results: newer, totals: totalsOf(newer) },
      choices,
      currency: await readCurrency(to),
      section: data.section,
      page: data.page,
      viewer,
    });
    pages.send(request, response, { title: 'Compare', page: 'compare', body, section: 'executions', canSignOut, viewer });
  });

  router.get('/trends', async (request, response) => {
    const viewer = viewerOf(request);
    const executions = await readWithResults(runs, CHOICES);
    const read = executions.map(async run => ({ run, ...(await totals(run.name, () => salesOf(run))) }));
    const body = trendsPage({ executions: await Promise.all(read), currency: await readCurrency(executions[0]), isBilled, viewer });
    pages.send(request, response, { title: 'Trends', page: 'trends', body, section: 'trends', canSignOut, viewer });
  });

  return router;

  async function sendResult(request: Request<{ query: string }>, response: Response, asked: Execution, isLatest: boolean): Promise<void> {
    const viewer = viewerOf(request);
    const sources = answerSources(asked, isLatest ? await runs.older(asked) : new Map());
    const source = sources.find(({ query }) => query.id === request.params.query);
    if (!source) throw new NotFound('There is no such result.');
    const { query, run } = source;
    const result = query.location ? await runs.result(query.location) : undefined;
    const info = queries().find(({ id }) => id === query.id);
    const body = resultPage({ run, query, result, info, isLatest, view: tableQuery.parse(request.query), viewer });
    const section = isLatest ? 'answers' : 'executions';
    pages.send(request, response, { title: query.title, page: 'result', body, section, canSignOut, viewer });
  }

  async function sendCustomer(request: Request, response: Response, run: Execution): Promise<void> {
    const viewer = viewerOf(request);
    const { data } = customerQuery.safeParse(request.query);
    if (!data) throw new BadRequest('"name" must be the name of a customer.');
    const history = (await readWithResults(runs, CUSTOMER_HISTORY)).map(async execution => ({
      run: execution,
      total: await customerTotals(`${execution.name} ${data.name}`, () => readCustomerTotal(runs, execution, data.name)),
    }));
    const titles = new Map((run.manifest?.queries ?? []).map(({ id, title }) => [id, title]));
    const results = await wholeResultsOf(run);
    const body = customerPage({
      name: data.name,
      run,
      results,
      totals: await Promise.all(history),
      titles,
      currency: await readCurrency(run),
      viewer,
    });
    if (!body.isKnown) response.status(404);
    pages.send(request, response, { title: data.name || '(empty)', page: 'customer', body, section: 'answers', canSignOut, viewer });
  }

  async function readCurrency(run: Execution | undefined): Promise<string | null> {
    return answersCurrency(run, (await uploads.soon())?.uploads);
  }

  async function latest(): Promise<Execution> {
    const run = await runs.latest();
    if (!run) throw new NotFound('There are no answers yet.');
    return run;
  }

  async function find(name: string): Promise<Execution> {
    const run = await runs.find(name);
    if (!run) throw new NotFound('There is no execution of that name: AWS deletes executions after 90 days.');
    return run;
  }

  async function wholeResultsOf({ manifest }: Execution): Promise<ReadonlyMap<string, Result>> {
    const found = new Map<string, Result>();
    // One after the other: long results are many megabytes each.
    for (const { id, location } of manifest?.queries ?? []) {
      const result = location ? await runs.result(location) : undefined;
      if (result) found.set(id, result);
    }
    return found;
  }

  async function salesOf({ manifest }: Execution) {
    const location = manifest?.queries.find(({ id }) => id === 'order-status')?.location;
    const result = location ? await runs.result(location) : undefined;
    const sumOf = (column: string) => result?.whole.find(({ name }) => name === column)?.sum ?? undefined;
    return { sales: sumOf('total_amount'), orders: sumOf('orders') };
  }
}
