import { createConsole } from '../../dashboard/pages/console';
import { publish } from './fake-reads';
import { SAMPLE_RESULTS } from './sample-results';
import { type Served, serve, textOf } from './serve';

const CONSOLE = createConsole('arn:aws:states:eu-west-1:123456789012:stateMachine:orders-pipeline', 'bucket');

let dashboard: Served | undefined;

afterEach(() => dashboard?.close());

async function open(deps: Parameters<typeof serve>[0] = {}): Promise<Served> {
  dashboard = await serve(deps);
  const { reads } = dashboard;
  const snapshot = { id: 'a', startedAt: '2026-11-22T19:00:01.500Z', executionId: 'snapshot-a', bytesScanned: 9_000_000_000 };
  reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS, { snapshot }));
  return dashboard;
}

describe('the page of an execution', () => {
  it('says on a laptop what it would have cost in AWS', async () => {
    const { get } = await open();
    const page = textOf((await get('/executions/a')).text);
    expect(page).toContain('What it would have cost in AWS');
    expect(page).toContain('On this machine it cost nothing. At the prices of 30 November 2026 in us-east-1');
    expect(page).toContain('Glue crawl 2 DPUs for 10 minutes US$0.44 a DPU-hour, 10 minutes at least US$0.15');
    expect(page).toContain('Athena 6 queries, 9.0 GB read, 9.1 GB billed US$5.00 a terabyte, 10 MB a query at least US$0.045');
    expect(page).toMatch(/Together US\$0\.19 /);
    expect(page).not.toContain('console');
  });

  it('says in AWS what it cost, and leads to the pages of the console', async () => {
    const { get } = await open({ console: CONSOLE });
    const { text } = await get('/executions/a');
    expect(textOf(text)).toContain('What it cost What Quantity');
    expect(text).toContain(`href="${CONSOLE.execution('a')}"`);
    expect(text).toContain(`href="${CONSOLE.query('a-order-status')}"`);
  });

  it('says how far the largest query is from the cutoff', async () => {
    const { get } = await open();
    const page = textOf((await get('/executions/a')).text);
    expect(page).toContain('BuildOrders read 9.0 GB, 83.8% of the 10.7 GB at which Athena cancels a query.');
  });

  it('has the same for programs', async () => {
    const { get } = await open();
    const { cost } = JSON.parse((await get('/executions/a.json')).text);
    expect(cost).toMatchObject({ dollars: expect.stringMatching(/^0\.19\d{6}$/) });
    expect(cost.items.map(({ what }: { what: string }) => what)).toEqual(['Glue crawl', 'Athena', 'Step Functions', 'Lambda']);
  });
});

describe('the front page', () => {
  const NEAR = 'The queries are near the cutoff: past it every query of every upload is cancelled.';

  it('warns from 80% of the cutoff on', async () => {
    const { get } = await open();
    expect(textOf((await get('/')).text)).toContain(NEAR);
  });

  it('says nothing of it before', async () => {
    const { get } = await open({ bytesCutoff: 20_000_000_000 });
    expect(textOf((await get('/')).text)).not.toContain(NEAR);
  });
});
