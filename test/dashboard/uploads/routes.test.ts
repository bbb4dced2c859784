import { uploadName } from '../../../pipeline/upload-record';
import { athenaCsv } from '../fake-reads';
import { type Served, serve, textOf } from '../serve';
import { counted, filtered, md5, minute, upload } from './bucket';

let dashboard: Served;

beforeEach(async () => {
  dashboard = await serve({ now: () => minute(60) });
});

afterEach(() => dashboard.close());

const page = async (path = '/uploads') => textOf((await dashboard.get(path)).text);
const json = async () => JSON.parse((await dashboard.get('/uploads.json')).text);

it('says so where nothing was uploaded yet', async () => {
  expect(await page()).toContain('Nothing was uploaded yet.');
});

it('names what was read by older rules, and how it is read again', async () => {
  await dashboard.close();
  dashboard = await serve({ now: () => minute(60), rulesFor: () => 'of today' });
  const { reads } = dashboard;
  for (const [key, rules] of [
    ['raw/old.csv', 'of yesterday'],
    ['raw/new.csv', 'of today'],
  ] as const) {
    upload(reads, key, key, 0);
    filtered(reads, key, { rules });
  }
  counted(reads, 'a', 2, []);
  const { uploads } = await json();
  expect(uploads).toMatchObject([
    { key: 'raw/old.csv', open: 'rules' },
    { key: 'raw/new.csv', open: null },
  ]);
  expect(await page()).toContain('It was read by older rules. Run it: npm run reread -- --key raw/old.csv');
  expect(await page('/')).toContain('raw/old.csv');
});

describe('uploads that count', () => {
  beforeEach(() => {
    const { reads } = dashboard;
    upload(reads, 'raw/old.csv', 'old', 0);
    filtered(reads, 'raw/old.csv');
    upload(reads, 'raw/new.csv', 'new', 1);
    filtered(reads, 'raw/new.csv', { quarantined: '2' });
    const [old, young] = [uploadName(minute(0), 'raw/old.csv'), uploadName(minute(1), 'raw/new.csv')];
    counted(reads, 'a', 2, [
      {
        upload: old,
        source: 'standard',
        row_count: '10',
        orders: '6',
        replaced: '3',
        replaced_by: young,
        dropped: '1',
        amount: '60.10',
        first_day: '2026-01-01',
        last_day: '2026-02-01',
      },
      { upload: young, source: 'standard', row_count: '12', orders: '8', ambiguous: '2', repeated: '1', amount: '80.25' },
    ]);
  });

  it('stand there with their sums, and what is left out', async () => {
    const text = await page();
    for (const fact of [
      '2 uploads hold the 14 orders that count, of 17.',
      'Left out: 1 dropped by the rule, 2 ambiguous, 2 rows in quarantine. As of 22 November 2026.',
      'raw/old.csv standard Counts',
      '3 replaced, by raw/new.csv',
      'raw/new.csv standard Counts in part',
      'All uploads 14 140.35',
      '1 Jan 2026 to 1 Feb 2026',
    ])
      expect(text).toContain(fact);
  });

  it('are the same for programs', async () => {
    const { coverage, uploads, execution, asOf } = await json();
    expect([execution, asOf]).toEqual(['a', '2026-11-22']);
    expect(coverage).toMatchObject({ uploads: '2', orders: '14', of: '17', amount: '140.35', repeated: '1' });
    expect(uploads).toMatchObject([
      { key: 'raw/new.csv', state: 'partly', orders: '8', amount: '80.25', quarantined: '2' },
      { key: 'raw/old.csv', state: 'counts', open: null, replaced: '3', replacedBy: 'raw/new.csv', firstDay: '2026-01-01' },
    ]);
  });

  it('are found by a part of their key', async () => {
    const text = await page('/uploads?q=OLD');
    expect([text.includes('raw/old.csv'), text.includes('raw/new.csv standard')]).toEqual([true, false]);
    expect(await page('/uploads?q=none')).toContain('No upload matches.');
  });

  it('have a page each', async () => {
    const text = await page('/uploads/upload?key=raw%2Fold.csv');
    expect(text).toContain('Orders that count 6');
    expect(text).not.toContain('Rows in quarantine');
  });
});

it('has the sums of the front page, to the cent', async () => {
  const { reads } = dashboard;
  const amounts = ['9007199254740993.01', '0.10', '-5.55'];
  for (const [index] of amounts.entries()) {
    upload(reads, `raw/${index}.csv`, String(index), index);
    filtered(reads, `raw/${index}.csv`);
  }
  const rows = amounts.map((amount, index) => ({
    upload: uploadName(minute(index), `raw/${index}.csv`),
    orders: String(index + 1),
    amount,
  }));
  const sales = athenaCsv([['customer', 'total_sales'], ...amounts.map((amount, index) => [`c${index}`, amount])]);
  const status = athenaCsv([
    ['status', 'orders', 'total_amount'],
    ['x', '6', '1'],
  ]);
  counted(reads, 'a', 10, rows, [
    { id: 'total-sales-by-customer', title: 'Total sales', csv: sales },
    { id: 'order-status', title: 'Status', csv: status },
  ]);
  const { coverage } = await json();
  const front = (await dashboard.get('/')).text;
  expect([coverage.amount, coverage.orders]).toEqual(['9007199254740987.56', '6']);
  expect(front).toContain(`value="${coverage.amount}"`);
  expect(front).toContain(`value="${coverage.orders}"`);
});

describe('an upload that is not in the answers', () => {
  test.each([
    ['was just put there', 59, 'reading', 'Being read'],
    ['was put there an hour ago', 0, 'open', 'No execution has read it. Run it: npm run rerun -- raw/a.csv'],
  ])('and %s is told', async (_what, at, state, words) => {
    upload(dashboard.reads, 'raw/a.csv', 'a', at);
    expect((await json()).uploads).toMatchObject([{ key: 'raw/a.csv', state, open: 'unread' }]);
    expect(await page()).toContain(words);
  });

  it('since no answers were computed after it was read', async () => {
    const { reads } = dashboard;
    counted(reads, 'a', 0, []);
    upload(reads, 'raw/a.csv', 'a', 1);
    filtered(reads, 'raw/a.csv');
    expect((await json()).uploads).toMatchObject([{ state: 'open', open: 'unanswered' }]);
    expect(await page()).toContain('npm run refresh');
  });

  it('since its output is gone, its record is damaged, or its object is gone', async () => {
    const { reads } = dashboard;
    for (const name of ['torn', 'damaged', 'gone']) {
      upload(reads, `raw/${name}.csv`, name, 0);
      filtered(reads, `raw/${name}.csv`);
    }
    counted(reads, 'a', 5, []);
    reads.objects.delete('processed/filtered_torn.csv');
    reads.objects.set('uploads/damaged.csv', 'file,shop\n"');
    reads.objects.delete('raw/gone.csv');
    const open = (await json()).uploads.map((one: { key: string; open: string }) => `${one.key} ${one.open}`);
    expect(open.toSorted()).toEqual(['raw/damaged.csv unread', 'raw/gone.csv deleted', 'raw/torn.csv outputs']);
  });
});

describe('an upload that was refused', () => {
  it('stands there with its sentence and what to do', async () => {
    const { reads } = dashboard;
    upload(reads, 'raw/bad.csv', 'bad', 0);
    filtered(reads, 'raw/bad.csv', { outcome: 'Refused', error: 'EmptyFile: Expected a header line.' });
    expect(await page()).toContain(
      'Refused EmptyFile: Expected a header line. Upload a corrected file under the same name, delete it, or dismiss it.',
    );
  });

  it('leaves the orders of the object before it in the answers, and says so', async () => {
    const { reads } = dashboard;
    upload(reads, 'raw/a.csv', 'good', 0);
    filtered(reads, 'raw/a.csv');
    const processedEtag = md5(reads.objects.get('processed/filtered_a.csv') ?? '');
    const before = uploadName(minute(0), 'raw/a.csv');
    upload(reads, 'raw/a.csv', 'bad', 3);
    filtered(reads, 'raw/a.csv', { outcome: 'Refused', error: 'EmptyFile: x', upload: before, processedEtag });
    counted(reads, 'a', 5, [{ upload: before, orders: '9', amount: '1.00' }]);
    expect((await json()).uploads).toMatchObject([{ state: 'superseded', orders: '9' }]);
    expect(await page()).toContain('the orders of 22 Nov 2026, 12:00:00 UTC count.');
  });
});

describe('rows in quarantine', () => {
  const FILE = 'quarantine/quarantined_a.csv';

  beforeEach(() => {
    const { reads } = dashboard;
    upload(reads, 'raw/a.csv', 'a', 0);
    filtered(reads, 'raw/a.csv', { quarantined: '2' });
    reads.objects.set(
      FILE,
      'OrderID,Customer,Amount,Status,OrderDate,line,column,rule,value,reason\n' +
        '1,<b>a</b>,x1,shipped,2026-11-22,2,Amount,bad-amount,x1,"Expected an amount, got ""x1"""\n' +
        '2,=1+1,-5.00,shipped,soon,3,OrderDate,bad-date,soon,Expected a day\n',
    );
  });

  it('are shown with value, rule and reason', async () => {
    const text = await page('/uploads/upload?key=raw/a.csv');
    expect(text).toContain('2 Amount x1 bad-amount Expected an amount, got "x1"');
    expect(text).toContain('3 OrderDate soon bad-date Expected a day');
    expect(text).toContain('npm run requeue -- quarantine/quarantined_a.csv');
  });

  it('come as a file, whose numbers stay numbers', async () => {
    const { headers, text } = await dashboard.get('/uploads/quarantine.csv?key=raw/a.csv');
    expect(headers.get('content-disposition')).toBe('attachment; filename=quarantined-a.csv');
    expect(text).toContain(`"2","'=1+1","-5.00","shipped"`);
  });

  test.each(['nonsense\n', '', 'line,column,rule,value,reason\n"', '\u0000\u0001'])(
    'are no reason to fail where their file is %j',
    async damaged => {
      dashboard.reads.objects.set(FILE, damaged);
      expect((await dashboard.get('/uploads/upload?key=raw/a.csv')).status).toBe(200);
    },
  );
});

it('tells what was withdrawn lately', async () => {
  const { reads } = dashboard;
  counted(reads, 'a', 0, []);
  const manifest = JSON.parse(reads.objects.get('runs/a.json') ?? '');
  reads.add({ name: 'b' }, { ...manifest, trigger: 'withdrawal', upload: { key: 'raw/gone.csv' }, filter: { outcome: 'Withdrawn' } });
  expect(await page()).toMatch(/Withdrawn lately .* raw\/gone\.csv, 22 Nov 2026/);
});

test.each([
  ['/uploads/upload?key=raw/none.csv', 404],
  ['/uploads/upload?key=enriched/a.csv', 400],
  ['/uploads/upload', 400],
  ['/uploads/upload?key=raw/a&key=raw/b', 400],
  ['/uploads/quarantine.csv?key=raw/none.csv', 404],
  ['/uploads?page=x', 400],
])('%s is %i', async (path, expected) => {
  expect((await dashboard.get(path)).status).toBe(expected);
});

describe('the front page', () => {
  const front = () => page('/');

  it('says what the answers cover, what is left out and how fresh it is', async () => {
    const { reads } = dashboard;
    upload(reads, 'raw/a.csv', 'a', 0);
    filtered(reads, 'raw/a.csv', { quarantined: '3' });
    counted(reads, 'x', 2, [{ upload: uploadName(minute(0), 'raw/a.csv'), orders: '1000', dropped: '91', amount: '5.00' }]);
    const { text } = await dashboard.get('/');
    expect(textOf(text)).toContain(
      '1 upload holds the 1,000 orders that count, of 1,091. As of 22 November 2026, looked at 22 Nov 2026, 12:02:00 UTC.',
    );
    expect(text).toContain('<a href="/uploads">Left out: 91 dropped by the rule, 3 rows in quarantine</a>');
  });

  it('names what is open, refused, ambiguous or clashes, with what to do', async () => {
    const { reads } = dashboard;
    for (const name of ['open', 'bad', 'mixed', 'shop']) upload(reads, `raw/${name}.csv`, name, 0);
    filtered(reads, 'raw/bad.csv', { outcome: 'Refused', error: 'EmptyFile: Expected a header line.', execution: 'other' });
    for (const name of ['mixed', 'shop']) filtered(reads, `raw/${name}.csv`);
    counted(reads, 'x', 2, [
      { upload: uploadName(minute(0), 'raw/mixed.csv'), orders: '1', ambiguous: '7', amount: '1.00' },
      {
        upload: uploadName(minute(0), 'raw/shop.csv'),
        orders: '1',
        clashes: '2',
        clashes_with: '2026-11-22T12:00:00Z raw/mixed.csv',
        amount: '1.00',
      },
    ]);
    const text = await front();
    for (const words of [
      'raw/open.csv is not in the answers. See the upload Why No execution has read it.',
      'raw/bad.csv was refused. See the upload Why EmptyFile: Expected a header line.',
      '7 orders of raw/mixed.csv are left out: they stand in several rows that differ.',
      '2 orders of raw/shop.csv have the ids of other orders in raw/mixed.csv; both count.',
    ])
      expect(text).toContain(words);
  });

  test.each([
    ['tells a refusal once', 'Refused', 'A later execution of raw/bad.csv ended as EmptyFile.'],
    ['no longer tells one that was dismissed', 'Dismissed', null],
  ])('%s', async (_what, outcome, expected) => {
    const { reads } = dashboard;
    counted(reads, 'x', 2, []);
    upload(reads, 'raw/bad.csv', 'bad', 0);
    const refused = { outcome: 'Failed', upload: { key: 'raw/bad.csv' }, filter: { outcome: 'Refused' }, error: { name: 'EmptyFile' } };
    reads.add({ name: 'refused', status: 'FAILED', startedAt: minute(1e6), stoppedAt: minute(1e6) }, refused);
    filtered(reads, 'raw/bad.csv', { outcome, error: 'EmptyFile: x', execution: 'refused' });
    const text = await front();
    expect(text.match(/raw\/bad\.csv[^.]*\./g)).toEqual(expected === null ? null : [expected.slice(expected.indexOf('raw/'))]);
  });

  it('tells a few of many, and how many there are', async () => {
    for (let index = 0; index < 9; index++) upload(dashboard.reads, `raw/${index}.csv`, String(index), 0);
    counted(dashboard.reads, 'x', 2, []);
    expect(await front()).toContain('6 more uploads are not in the answers. See all uploads');
  });

  it('stands without the uploads where these cannot be read', async () => {
    const { reads } = dashboard;
    counted(reads, 'x', 2, []);
    const { listKeys } = reads;
    reads.listKeys = options => (options.prefix === 'raw/' ? Promise.reject(new Error('away')) : listKeys(options));
    expect(await front()).toContain('Up to raw/orders.csv, as of 22 November 2026.');
  });
});

describe('the notices of the front page', () => {
  const refuse = (count: number) => {
    const { reads } = dashboard;
    for (let index = 0; index < count; index++) {
      upload(reads, `raw/${index}.csv`, String(index), index);
      filtered(reads, `raw/${index}.csv`, { outcome: 'Refused', error: 'NotCsv', execution: `e${index}` });
    }
  };
  const clash = (count: number) => {
    const rows = Array.from({ length: count }, (_, index) => {
      upload(dashboard.reads, `raw/c${index}.csv`, `c${index}`, index);
      filtered(dashboard.reads, `raw/c${index}.csv`);
      return { upload: uploadName(minute(index), `raw/c${index}.csv`), orders: '2', clashes: '1', amount: '1.00' };
    });
    counted(dashboard.reads, 'a', 40, rows);
  };

  it('stand above the answers while they are few', async () => {
    refuse(3);
    clash(2);
    const { text } = await dashboard.get('/');
    expect(text).not.toContain('more-notices');
    expect(text.match(/class="notice bad" data-news/g)).toHaveLength(5);
  });

  it('are folded from the fifth on where there are more, and none is left out', async () => {
    refuse(3);
    clash(3);
    const { text } = await dashboard.get('/');
    const [open = '', folded = ''] = text.split('<details class="more-notices">');
    expect(open.match(/class="notice bad" data-news/g)).toHaveLength(4);
    expect(folded).toContain('<summary>2 more notices</summary>');
    expect(folded.split('<h1')[0]?.match(/class="notice bad" data-news/g)).toHaveLength(2);
  });
});
