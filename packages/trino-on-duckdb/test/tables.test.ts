import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runJob } from '../engine/run-job';
import { readPage } from '../results/result-page';
import type { TableDefinition } from '../tables/definition';
import { ordersTable } from './orders-table';

const OPEN_CSV = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';
const LAZY_SIMPLE = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';

describe('a table', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tables-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The rows of `sql` over files of these names and contents. */
  async function query(sql: string, table: TableDefinition, files: Readonly<Record<string, string | Buffer>>) {
    const stored = Object.entries(files).map(([key, content], index) => {
      const path = join(folder, `${index}.csv`);
      writeFileSync(path, content);
      return { key: `processed/${key}`, path, size: statSync(path).size };
    });
    const output = join(folder, 'result');
    const tables = [{ database: 'd', name: 't', table, files: stored }];
    const result = await runJob(
      { sql, parameters: [], database: 'd', databases: ['d'], tables, now: new Date(0), output },
      new AbortController().signal,
    );
    const { rows } = await readPage(output, 0, 1000);
    return { rows: rows.slice(1), scannedBytes: result.scannedBytes };
  }

  const columns = (...types: string[]) => types.map((Type, index) => ({ Name: `c${index}`, Type }));
  const table = (
    library: string,
    serde: Record<string, string>,
    types: string[],
    parameters: Record<string, string> = {},
  ): TableDefinition => ({
    Parameters: parameters,
    StorageDescriptor: {
      Columns: columns(...types),
      Location: 's3://b/processed/',
      SerdeInfo: { SerializationLibrary: library, Parameters: serde },
    },
  });

  describe('of OpenCSVSerDe', () => {
    const three = table(OPEN_CSV, { separatorChar: ',', quoteChar: '"', escapeChar: '\uFDD0' }, ['string', 'string', 'string']);

    it.each<[string, string, (string | null)[][]]>([
      ['plain fields', 'a,b,c\n', [['a', 'b', 'c']]],
      [
        'a short line and a long one',
        'a,b\na,b,c,d\n',
        [
          ['a', 'b', null],
          ['a', 'b', 'c'],
        ],
      ],
      [
        'empty fields, which are no NULLs',
        ',,\n"","",\n',
        [
          ['', '', ''],
          ['', '', ''],
        ],
      ],
      ['quotes, doubled quotes, commas, backslashes', '"Smith, ""JJ"" \\ Co",b,c\n', [['Smith, "JJ" \\ Co', 'b', 'c']]],
      [
        'an empty line',
        'a,b,c\n\nd,e,f\n',
        [
          ['a', 'b', 'c'],
          [null, null, null],
          ['d', 'e', 'f'],
        ],
      ],
      [
        'a quote that is never closed',
        '"a,b,c\nd,e,f\n',
        [
          [null, null, null],
          ['d', 'e', 'f'],
        ],
      ],
      ['quotes in the middle', ' a ,"b"c,"d" \n', [[' a ', 'b"c', 'd" ']]],
      [
        'CRLF, CR, and no end of line at the end',
        'a,b,c\r\nd,e,f\rg,h,i',
        [
          ['a', 'b', 'c'],
          ['d', 'e', 'f'],
          ['g', 'h', 'i'],
        ],
      ],
      ['letters of all the world', 'é,日本,😀\n', [['é', '日本', '😀']]],
      ['nothing', '', []],
    ])('reads %s', async (_name, content, expected) => {
      expect((await query('SELECT * FROM t', three, { 'a.csv': content })).rows).toEqual(expected);
    });

    it('reads bytes that are no UTF-8 as U+FFFD, and lines longer than a block', async () => {
      const long = 'x'.repeat(300_000);
      const content = Buffer.concat([Buffer.from('a'), Buffer.from([0xff]), Buffer.from(`,b,c\n${long},y,z\n`)]);
      expect((await query('SELECT * FROM t', three, { 'a.csv': content })).rows).toEqual([
        ['a\uFFFD', 'b', 'c'],
        [long, 'y', 'z'],
      ]);
    });

    it('reads lines that end in CR alone, however many', async () => {
      expect((await query('SELECT count(*), max(c0) FROM t', three, { 'a.csv': 'a,b,c\r'.repeat(100_000) })).rows).toEqual([
        ['100000', 'a'],
      ]);
    });

    it('refuses a line that no memory should hold', async () => {
      await expect(query('SELECT count(*) FROM t', three, { 'a.csv': 'x'.repeat(17 * 1024 * 1024) })).rejects.toThrow(
        /^HIVE_BAD_DATA: Line too long/,
      );
    });

    it('has separators, quotes and escapes of its own', async () => {
      const own = table(OPEN_CSV, { separatorChar: ';', quoteChar: "'", escapeChar: '\\' }, ['string', 'string']);
      expect((await query('SELECT * FROM t', own, { 'a.csv': "'a;b';c\n'it\\'s';\"d\"\n" })).rows).toEqual([
        ['a;b', 'c'],
        ["it's", '"d"'],
      ]);
    });

    it('refuses only the queries that name a column that is not text', async () => {
      const mixed = table(OPEN_CSV, {}, ['bigint', 'string']);
      expect((await query('SELECT c1 FROM t', mixed, { 'a.csv': '1,b\n' })).rows).toEqual([['b']]);
      for (const sql of ['SELECT * FROM t', 'SELECT 1 FROM t WHERE c0 = 1'])
        await expect(query(sql, mixed, {})).rejects.toThrow(
          /^NOT_SUPPORTED: line 1:\d+: A column of type bigint with OpenCSVSerde, as c0 in/,
        );
    });
  });

  describe('of LazySimpleSerDe', () => {
    it('has types, and NULL where a text does not fit', async () => {
      const typed = table(LAZY_SIMPLE, { 'field.delim': '|' }, ['string', 'bigint', 'double', 'boolean', 'date']);
      const { rows } = await query('SELECT * FROM t', typed, { 'a.csv': '"a"|5|1.5|true|2025-01-02\n\\N|x|||\n' });
      expect(rows).toEqual([
        ['"a"', '5', '1.5', 'true', '2025-01-02'],
        [null, null, null, null, null],
      ]);
    });

    it('has texts with a length, decimals and timestamps', async () => {
      const typed = table(LAZY_SIMPLE, { 'field.delim': ',' }, ['varchar(3)', 'decimal(5,2)', 'timestamp', 'decimal']);
      const content = [
        'abcdef,12.345,2025-01-02 03:04:05.678,7.5',
        'é日本語,-0.005,2025-01-02,x',
        'ab,1000,2025-01-02T03:04:05,1',
        ',1e2,2025-01-02 03:04:05 UTC,2',
      ].join('\n');
      expect((await query('SELECT * FROM t', typed, { 'a.csv': content })).rows).toEqual([
        ['abc', '12.35', '2025-01-02 03:04:05.678', '8'],
        ['é日本', '-0.01', '2025-01-02 00:00:00.000', null],
        ['ab', null, null, '1'],
        ['', '100.00', null, '2'],
      ]);
    });

    it('reads what an escape stands before as text', async () => {
      const escaped = table(LAZY_SIMPLE, { 'field.delim': ',', 'escape.delim': '\\' }, ['string', 'string', 'int']);
      const content = 'a\\,b,c\\\\,1\nline\\nend,\\N,2\n"q",\\x\\,3\n';
      expect((await query('SELECT * FROM t', escaped, { 'a.csv': content })).rows).toEqual([
        ['a,b', 'c\\', '1'],
        ['line\nend', null, '2'],
        ['"q"', 'x,3', null],
      ]);
    });

    it.each([
      ['a code', { 'field.delim': '124' }, 'a|b\n'],
      ['nothing, which is Ctrl-A', {}, 'a\u0001b\n'],
      ['the format 1, which is Ctrl-A', { 'serialization.format': '1' }, 'a\u0001b\n'],
    ])('takes as its delimiter %s', async (_what, serde, content) => {
      const two = table(LAZY_SIMPLE, serde, ['string', 'string']);
      expect((await query('SELECT * FROM t', two, { 'a.csv': content })).rows).toEqual([['a', 'b']]);
    });

    it.each(['array<string>', 'map<string,int>', 'struct<a:int>', 'binary', 'char(3)'])(
      'refuses only the queries that name a column of type %s',
      async type => {
        const mixed = table(LAZY_SIMPLE, { 'field.delim': ',' }, ['string', type, 'int']);
        expect((await query('SELECT c0, c2 FROM t WHERE c2 > 1', mixed, { 'a.csv': 'a,x,1\nb,y,2\n' })).rows).toEqual([['b', '2']]);
        await expect(query('SELECT c1 FROM t', mixed, {})).rejects.toThrow(
          `A column of type ${type} with LazySimpleSerDe, as c1 in table d.t,`,
        );
      },
    );
  });

  it.each([
    [{ SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' }, {}, 'The SerDe org.openx.data.jsonserde.JsonSerDe'],
    [{ SerializationLibrary: OPEN_CSV }, { PartitionKeys: [{ Name: 'year', Type: 'string' }] }, 'The partitioned table d.t'],
  ])('is refused by name: %j %j', async (SerdeInfo, more, reason) => {
    const refused: TableDefinition = {
      StorageDescriptor: { Columns: columns('string'), Location: 's3://b/processed/', SerdeInfo },
      ...more,
    };
    await expect(query('SELECT 1 FROM t', refused, {})).rejects.toThrow(`NOT_SUPPORTED: ${reason}`);
  });

  it('is every file of its folder but the hidden ones, each without its header', async () => {
    const files = {
      'a.csv': 'h\nO1\n',
      'deeper/b.csv': 'h\nO2',
      'empty.csv': '',
      'header.csv': 'h\n',
      _SUCCESS: 'h\nno\n',
      '.hidden': 'h\nno\n',
      '_x/c.csv': 'h\nno\n',
    };
    const { rows, scannedBytes } = await query('SELECT orderid, "$path" FROM t ORDER BY 1', ordersTable('b'), files);
    expect(rows).toEqual([
      ['O1', 's3://b/processed/a.csv'],
      ['O2', 's3://b/processed/deeper/b.csv'],
    ]);
    expect(scannedBytes).toBe(11);
  });

  it('that is named twice is read twice', async () => {
    const { rows } = await query('SELECT a.orderid, b.orderid FROM t a, t b ORDER BY 1, 2', ordersTable('b'), {
      'a.csv': 'h\nO1\nO2\n',
    });
    expect(rows).toEqual([
      ['O1', 'O1'],
      ['O1', 'O2'],
      ['O2', 'O1'],
      ['O2', 'O2'],
    ]);
  });
});
