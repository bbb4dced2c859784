import { athenaCsv, publish } from './fake-reads';
import { SAMPLE_RESULTS } from './sample-results';
import { type Served, serve, textOf, unescaped } from './serve';

let dashboard: Served;

beforeEach(async () => {
  dashboard = await serve();
});

afterEach(() => dashboard.close());

const sales = (rows: readonly (readonly string[])[]) => ({
  id: 'total-sales-by-customer',
  title: 'Total sales by customer',
  csv: athenaCsv([['customer', 'total_sales'], ...rows]),
});

describe('the page of a result', () => {
  it('is walked through by links alone', async () => {
    const { reads } = dashboard;
    const rows = Array.from({ length: 120 }, (_, index) => [`customer ${index}`, `${index}.00`]);
    reads.add({ name: 'a' }, publish(reads, 'a', [sales(rows)]));
    const seen: string[] = [];
    let path: string | undefined = '/results/total-sales-by-customer';
    while (path) {
      const { text }: { text: string } = await dashboard.get(path);
      seen.push(...[...text.matchAll(/<bdi>(customer \d+)<\/bdi>/g)].map(([, name = '']) => name));
      path = unescaped(/rel="next" href="([^"]*)"/.exec(text)?.[1] ?? '');
    }
    expect(seen).toEqual(rows.map(([name]) => name));
  });

  it('sorts and searches all rows, not the ones on the page', async () => {
    const { reads } = dashboard;
    const rows = Array.from({ length: 120 }, (_, index) => [`customer ${index}`, `${index}.00`]);
    reads.add({ name: 'a' }, publish(reads, 'a', [sales(rows)]));
    const { text } = await dashboard.get('/executions/a/results/total-sales-by-customer?sort=total_sales&order=desc&q=customer+1');
    expect(textOf(text)).toMatch(/31 rows found .*customer 119 119\.00 .*customer 118 118\.00/);
    expect(text).toContain('aria-sort="descending"');
  });

  test.each(['/results/total-sales-by-customer', '/executions/a/results/none', '/results/none'])(
    '%s is 404 without such a result',
    async path => {
      dashboard.reads.add({ name: 'a' });
      expect((await dashboard.get(path)).status).toBe(404);
    },
  );
});

describe('the page of a customer', () => {
  it('has the total, its share and rank, and what each upload brought', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', [sales([['Bob', '10.00']]), ...SAMPLE_RESULTS.slice(1)]));
    reads.add({ name: 'b' }, publish(reads, 'b', SAMPLE_RESULTS));
    const { status, text } = await dashboard.get('/customers?name=Bob');
    expect(status).toBe(200);
    for (const fact of [
      'Total sales 9,558.14',
      'Share of all sales 10.4%',
      'Rank 5of 11',
      'Average order 430.05',
      '+9,548.14',
      'February 2025 1 1,478.65',
    ])
      expect(textOf(text)).toContain(fact);
  });

  test.each(['"><script>', 'Eve', ''])('says so where no result names %j', async name => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    const { status, text } = await dashboard.get(`/customers?name=${encodeURIComponent(name)}`);
    expect([status, text.includes('No result names this customer'), text.includes('<script>')]).toEqual([404, true, false]);
  });

  it('is reached from the tables', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    const { text } = await dashboard.get('/');
    const paths = [...text.matchAll(/href="(\/customers\?name=[^"]*)"/g)].map(([, path = '']) => unescaped(path));
    expect(paths.length).toBeGreaterThan(10);
    for (const path of new Set(paths)) expect((await dashboard.get(path)).status).toBe(200);
  });
});

describe('the comparison of two executions', () => {
  it('shows new, gone and changed rows with their difference', async () => {
    const { reads } = dashboard;
    reads.add(
      { name: 'a' },
      publish(reads, 'a', [
        sales([
          ['Alice', '10.00'],
          ['Bob', '5.00'],
          ['Carol', '1.00'],
        ]),
      ]),
    );
    reads.add(
      { name: 'b' },
      publish(reads, 'b', [
        sales([
          ['Alice', '1250.00'],
          ['Dora', '3.00'],
          ['Carol', '1.00'],
        ]),
      ]),
    );
    const page = textOf((await dashboard.get('/compare?from=a&to=b')).text);
    expect(page).toContain('1 new, 1 gone, 1 changed; 1 row as before.');
    for (const row of ['changed Alice 1,250.00 +1,240.00 was 10.00', 'gone Bob 5.00 -5.00', 'new Dora 3.00 +3.00'])
      expect(page).toContain(row);
  });

  it('is of the newest and the one before without names', async () => {
    const { reads } = dashboard;
    for (const name of ['a', 'b', 'c']) reads.add({ name }, publish(reads, name, SAMPLE_RESULTS));
    const { text } = await dashboard.get('/compare');
    expect([...text.matchAll(/<option value="(\w)" selected>/g)].map(([, name]) => name)).toEqual(['b', 'c']);
  });

  test.each([
    ['/compare?from=a&to=none', 404],
    ['/compare?from=a&to=running', 404],
    ['/compare?from=&to=a', 400],
    ['/compare?from=a&from=b', 400],
  ])('%s is %i where there are no two', async (path, expected) => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    reads.add({ name: 'running', status: 'RUNNING' });
    expect((await dashboard.get(path)).status).toBe(expected);
  });

  it('says in words that there is nothing to compare yet', async () => {
    const { reads } = dashboard;
    const none = await dashboard.get('/compare');
    expect([none.status, textOf(none.text).includes('There are no answers yet.')]).toEqual([200, true]);
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    for (const path of ['/compare', '/compare?to=a']) {
      const { status, text } = await dashboard.get(path);
      expect([path, status, textOf(text).includes('These are the first answers.')]).toEqual([path, 200, true]);
    }
  });
});

describe('trends', () => {
  it('shows revenue, orders, rows left out, seconds and dollars over executions', async () => {
    const { reads } = dashboard;
    for (const name of ['a', 'b', 'c']) reads.add({ name }, publish(reads, name, SAMPLE_RESULTS));
    const page = textOf((await dashboard.get('/trends')).text);
    for (const chart of ['Revenue 89,241', 'Orders 109', 'Rows left out 91', 'Seconds 2.5 s', 'Dollars, had it run in AWS US$0.05'])
      expect(page).toContain(chart);
    expect(page).toContain('89,240.55 109 91 2.5 s US$0.05 Compare');
  });

  it('says so where there are none', async () => {
    expect(textOf((await dashboard.get('/trends')).text)).toContain('Two executions with answers make a trend.');
  });
});
