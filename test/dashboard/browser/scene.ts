import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryEvent } from '../../../dashboard/executions/reads';
import { outputKeys } from '../../../pipeline/output-keys';
import type { FakeReads, FakeResult } from '../fake-reads';
import { athenaCsv, publish } from '../fake-reads';
import { SAMPLE_RESULTS } from '../sample-results';
import { counted, filtered, minute, upload } from '../uploads/bucket';

const START = new Date('2026-11-22T19:01:00Z');

/** A dashboard with everything on it: two days of answers, uploads that went well and not, an execution that runs and one that failed. */
export function makeScene(reads: FakeReads, results: readonly FakeResult[] = SAMPLE_RESULTS): void {
  reads.definition = readMachine();
  upload(reads, 'raw/orders.csv', 'a', 0);
  filtered(reads, 'raw/orders.csv');
  upload(reads, 'raw/שלום.csv', 'b', 1);
  filtered(reads, 'raw/שלום.csv', { outcome: 'Refused', error: 'TooManyBadRows' });
  const quarantined = '1,Alice,n/a,shipped,2025-02-03,3,Amount,bad-amount,n/a,an amount is a number';
  reads.objects.set(
    outputKeys('raw/שלום.csv').quarantine,
    `OrderID,Customer,Amount,Status,OrderDate,line,column,rule,value,reason\n${quarantined}\n`,
  );
  reads.add({ name: 'former' }, publish(reads, 'former', smaller(results), { asOf: '2026-11-21', reading: { currency: 'EUR' } }));
  counted(
    reads,
    'latest',
    2,
    [{ upload: `${minute(0).toISOString().slice(0, 19)}Z raw/orders.csv`, orders: '109', amount: '89240.55' }],
    results,
  );
  reads.add(
    { name: 'failed', status: 'FAILED' },
    publish(reads, 'failed', [], {
      error: { name: 'TooManyBadRows', state: 'FilterOrders', cause: 'expected at most half of the rows in quarantine, got 190 of 200' },
    }),
  );
  reads.add({ name: 'running', status: 'RUNNING' });
  const events = history();
  reads.histories.set('latest', events);
  reads.histories.set('running', events.slice(0, 13));
  reads.histories.set('failed', events.slice(0, 4));
  reads.data.set('latest 4', { input: '{"detail":{"object":{"key":"raw/orders.csv"}}}' });
  reads.data.set('latest 5', { output: '{"read":200}' });
}

/** The pages of the scene, by what is on them. */
export const PAGES: Readonly<Record<string, string>> = {
  'the front page': '/',
  'a result': '/results/total-sales-by-customer?sort=customer&order=asc&q=a',
  'a customer': '/customers?name=Alice',
  'an unknown customer': '/customers?name=Eve',
  trends: '/trends',
  'a result of an execution': '/executions/former/results/order-status',
  'a customer in an execution': '/executions/former/customers?name=Alice',
  'a comparison': '/compare?from=former&to=latest',
  'nothing to compare': '/compare?to=former',
  uploads: '/uploads',
  'a new upload': '/uploads/new',
  'an upload whose execution is not known yet': `/uploads/follow?key=${encodeURIComponent('raw/new.csv')}&since=2026-11-22T19:00:00Z`,
  'an upload': `/uploads/upload?key=${encodeURIComponent('raw/orders.csv')}`,
  'a refused upload': `/uploads/upload?key=${encodeURIComponent('raw/שלום.csv')}`,
  executions: '/executions',
  'executions that failed': '/executions?state=failed',
  'an execution': '/executions/latest',
  'a state': '/executions/latest?state=FilterOrders',
  'an execution that runs': '/executions/running',
  'an execution that failed': '/executions/failed',
  'answers of an execution': '/executions/former/results',
  'a page that is not there': '/nothing',
};

function smaller(results: readonly FakeResult[]): readonly FakeResult[] {
  return results.map(result =>
    result.id === 'total-sales-by-customer'
      ? {
          ...result,
          csv: athenaCsv([
            ['customer', 'total_sales'],
            ['Alice', '9000.00'],
            ['Gone & Co', '12.00'],
          ]),
        }
      : result,
  );
}

/** Small, with every kind of state: a choice, a loop and a Map. */
function readMachine(): string {
  return readFileSync(join(__dirname, 'machine.json'), 'utf8');
}

function history(): readonly HistoryEvent[] {
  const events: HistoryEvent[] = [];
  let time = START.getTime();
  const add = (type: string, state: string | null, milliseconds: number, more: Partial<HistoryEvent> = {}) => {
    time += milliseconds;
    const id = events.length + 1;
    events.push({ id, previousId: id - 1, type, at: new Date(time), state, iteration: null, ...more });
    return id;
  };
  const visit = (kind: string, state: string, milliseconds: number) => {
    add(`${kind}StateEntered`, state, 1);
    add(`${kind}StateExited`, state, milliseconds);
  };
  add('ExecutionStarted', null, 0);
  visit('Pass', 'ReadInput', 2);
  visit('Task', 'FilterOrders', 240);
  visit('Task', 'GetCrawler', 20);
  visit('Choice', 'IsCatalogueFresh', 1);
  visit('Wait', 'WaitForCrawl', 1000);
  visit('Task', 'GetCrawler', 20);
  visit('Choice', 'IsCatalogueFresh', 1);
  const map = add('MapStateEntered', 'RunQueries', 1);
  const started = add('MapStateStarted', null, 1);
  for (let index = 0; index < 5; index++) {
    const iteration = add('MapIterationStarted', null, 2, { previousId: started, iteration: index });
    add('TaskStateEntered', 'RunQuery', 1, { previousId: iteration });
    add('TaskStateExited', 'RunQuery', 120 + index * 40);
  }
  add('MapStateExited', 'RunQueries', 1, { previousId: map });
  visit('Task', 'PublishRun', 30);
  visit('Succeed', 'Done', 1);
  return events;
}
