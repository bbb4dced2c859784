import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadQueries } from '../../queries/load';

const GOOD = '-- id: good\n-- title: Good\n-- row: one row\n-- chart: none\nSELECT 1 AS one';

describe('loadQueries', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queries-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);

  it('gives the five queries in the order of their numbers, before what was added', () => {
    expect(loadQueries().slice(0, 5)).toMatchObject([
      { id: 'total-sales-by-customer' },
      { id: 'monthly-order-volume-and-revenue' },
      { id: 'order-status' },
      { id: 'average-order-value-per-customer' },
      { id: 'largest-orders-of-february-2025' },
    ]);
  });

  it('orders by number, not by letter, and leaves other files alone', () => {
    write('10-b.sql', GOOD.replace('id: good', 'id: b'));
    write('9-a.sql', GOOD.replace('id: good', 'id: a'));
    write('notes.md', 'nothing');
    expect(loadQueries(folder).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('reads a chart as its kind and its two columns', () => {
    write('1.sql', GOOD.replace('none', 'bar status orders'));
    expect(loadQueries(folder)).toMatchObject([
      { id: 'good', title: 'Good', row: 'one row', chart: { kind: 'bar', label: 'status', value: 'orders' } },
    ]);
  });

  it('takes CRLF and a byte order mark', () => {
    write('1.sql', `\uFEFF${GOOD.replaceAll('\n', '\r\n')}`);
    expect(loadQueries(folder)).toMatchObject([{ id: 'good', chart: null }]);
  });

  it.each([
    ['id', GOOD.replace('-- id: good\n', ''), /queries\/1\.sql: field "id": expected lower-case words .*, got no such line/],
    ['id', GOOD.replace('id: good', 'id: Not Good'), /field "id": expected lower-case words .*, got "Not Good"/],
    ['title', GOOD.replace('title: Good', 'title:'), /field "title": expected up to 120 characters.*, got ""/],
    ['row', GOOD.replace('-- row: one row\n', ''), /field "row": expected what a row is/],
    ['chart', GOOD.replace('none', 'pie a b'), /field "chart": expected "none", or .*, got "pie a b"/],
    ['a field twice', GOOD.replace('-- row', '-- title: Again\n-- row'), /field "title": expected it once, got it again: "Again"/],
    [
      'an unknown field',
      GOOD.replace('-- row', '-- colour: red\n-- row'),
      /field "colour": expected one of id, title, row, chart, got "-- colour: red"/,
    ],
    ['no SQL', GOOD.replace('SELECT 1 AS one', '\n-- nothing'), /field "sql": expected a SELECT below the header, got nothing/],
  ])('refuses a wrong header: %s', (_what, text, message) => {
    write('1.sql', text);
    expect(() => loadQueries(folder)).toThrow(message);
  });

  it('refuses an id that two files have', () => {
    write('1.sql', GOOD);
    write('2.sql', GOOD);
    expect(() => loadQueries(folder)).toThrow('queries/2.sql: field "id": expected a unique id, got "good", which 1.sql has');
  });
});
