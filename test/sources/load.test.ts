import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSources, parseSource } from '../../sources/load';
import { readBytes } from '../steps/filter-orders/read-bytes';

const TILL = {
  name: 'till',
  title: 'A till',
  documented: 'Made up for this test',
  knows: ['Receipt', 'Guest', 'Paid', 'Day', 'Table'],
  id: ['Receipt'],
  customer: ['Guest'],
  amount: ['Paid'],
  date: ['Day'],
  dateOrder: 'day-first',
};

describe('the sources', () => {
  it('are all that the folder holds, by their names', () => {
    const names = loadSources().map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['standard', 'shopify', 'woocommerce', 'magento', 'etsy', 'ebay', 'amazon', 'stripe', 'superstore']),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('say where their form is documented or was seen', () => {
    for (const { documented } of loadSources()) expect(documented).not.toBe('');
  });

  it('are one more where a file is dropped in', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sources-'));
    cpSync(join(__dirname, '../../sources'), folder, { recursive: true });
    writeFileSync(join(folder, 'till.json'), JSON.stringify(TILL));
    const sources = loadSources(folder);
    rmSync(folder, { recursive: true });
    const outcome = await readBytes(Buffer.from('Receipt;Guest;Paid;Day\n7;Ann;1.234,50;02/11/2026\n'), { sources });
    expect(outcome).toMatchObject({
      processed: 'OrderID,Customer,Amount,Status,OrderDate\n7,Ann,1234.50,,2026-11-02\n',
      report: { reading: { source: 'till', columns: { OrderID: 'Receipt', Status: null } } },
    });
  });
});

describe('a file of a source that cannot be used', () => {
  it.each<[string, string, object | string]>([
    ['(the whole file)', 'JSON', '{'],
    ['(the whole file)', 'a JSON object', '5'],
    ['name', '"till"', { ...TILL, name: 'other' }],
    ['title', 'up to 80 characters', { ...TILL, title: undefined }],
    ['documented', 'an address or a sentence', { ...TILL, documented: '' }],
    ['id', 'a list of at least one column name', { ...TILL, id: [] }],
    ['customer', 'a list of column names, of lists', { ...TILL, customer: [{ name: 'Guest' }] }],
    ['dateOrder', '"day-first", "month-first" or "year-first"', { ...TILL, dateOrder: 'us' }],
    ['rows', '"orders", "lines" or "first-line"', { ...TILL, rows: 'many' }],
    ['statuses', 'their word in lower case', { ...TILL, statuses: { Void: 'cancelled' } }],
    ['notOrders', 'a list of regular expressions', { ...TILL, notOrders: ['('] }],
    ['colour', 'one of name, title', { ...TILL, colour: 'red' }],
    ['hallmarks', 'a list of at least one column name', { name: 'till', title: 'x', documented: 'x', unreadable: 'It has no dates.' }],
  ])('is an error that names its field %s, and what was expected: %s', (field, expected, file) => {
    const text = typeof file === 'string' ? file : JSON.stringify(file);
    const message = expect.stringMatching(
      new RegExp(`^sources/till\\.json: field "${field.replace(/[()]/g, '\\$&')}": expected .*, received `),
    );
    expect(() => parseSource('till.json', text)).toThrow(expect.objectContaining({ name: 'SourceFileError', message }));
    expect(() => parseSource('till.json', text)).toThrow(expected);
  });
});
