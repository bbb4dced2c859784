import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { runJob } from '../engine/run-job';
import { readPage } from '../results/result-page';

const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';

/** What a real Trino 476 answers over such files was asked of it, but for the wording of a type that does not fit. */
describe('a table of Parquet files that others wrote', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parquet-tables-'));
  let duckdb: DuckDBInstance;
  let files = 0;
  beforeAll(async () => {
    duckdb = await DuckDBInstance.create(':memory:');
  });
  afterAll(() => {
    duckdb.closeSync();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A file of the rows of a SELECT in DuckDB's SQL. */
  async function written(select: string, options = 'COMPRESSION snappy'): Promise<string> {
    const path = join(folder, `${files++}.parquet`);
    const connection = await duckdb.connect();
    await connection.run(`COPY (${select}) TO '${path}' (FORMAT PARQUET, ${options})`);
    connection.closeSync();
    return path;
  }

  function stored(content: Uint8Array | string): string {
    const path = join(folder, `${files++}.parquet`);
    writeFileSync(path, content);
    return path;
  }

  /** The rows of `sql` over table `t` with columns such as `a int`. */
  async function query(sql: string, columns: readonly string[], paths: readonly string[]) {
    const output = join(folder, 'result');
    const table = {
      StorageDescriptor: {
        Columns: columns.map(column => ({ Name: column.split(' ')[0] ?? '', Type: column.slice(column.indexOf(' ') + 1) })),
        Location: 's3://b/t/',
        SerdeInfo: { SerializationLibrary: PARQUET, Parameters: {} },
      },
    };
    const stored = paths.map((path, index) => ({ key: `t/${index}`, path, size: statSync(path).size }));
    const tables = [{ database: 'd', name: 't', table, files: stored }];
    const job = { sql, parameters: [], database: 'd', databases: ['d'], tables, now: new Date(0), output };
    await runJob(job, new AbortController().signal);
    return (await readPage(output, 0, 1000)).rows.slice(1);
  }

  it.each(['COMPRESSION zstd, PARQUET_VERSION v2', 'COMPRESSION gzip', 'COMPRESSION uncompressed'])(
    'has its arrays, maps and structs, however it is written (%s)',
    async options => {
      const row = "[1, 2, NULL] AS l, {'A': 1, 'b': 'x'} AS st, MAP {'k': 1} AS m";
      const file = await written(`SELECT ${row} UNION ALL SELECT NULL, NULL, NULL`, options);
      const columns = ['l array<int>', 'st struct<b:string,a:bigint,missing:date>', 'm map<string,int>'];
      expect(await query('SELECT * FROM t', columns, [file])).toEqual([
        ['[1, 2, null]', '{b=x, a=1, missing=null}', '{k=1}'],
        [null, null, null],
      ]);
      expect(await query("SELECT st.a + l[2], m['k'] FROM t WHERE st.b = 'x'", columns, [file])).toEqual([['3', '1']]);
      expect(await query('SELECT x FROM t CROSS JOIN UNNEST(l) AS u(x)', columns, [file])).toEqual([['1'], ['2'], [null]]);
    },
  );

  it('converts what lies inside of arrays, maps and structs', async () => {
    const file = await written(
      `SELECT {'x': [{'k': 1, 'V': 'a'}], 'd': 1.25::DECIMAL(9, 2)} AS st, MAP {'a': [TIMESTAMP '2024-01-02 03:04:05.678912']} AS m`,
    );
    const columns = ['st struct<d:decimal(20,4),x:array<struct<v:varchar(9),k:bigint>>>', 'm map<string,array<timestamp>>'];
    expect(await query("SELECT st, m, m['a'][1] FROM t", columns, [file])).toEqual([
      ['{d=1.2500, x=[{v=a, k=1}]}', '{a=[2024-01-02 03:04:05.679]}', '2024-01-02 03:04:05.679'],
    ]);
  });

  it('finds columns by name, in any order and case; one that a file lacks is NULL there', async () => {
    const paths = [await written("SELECT 'x' AS B, 1::INTEGER AS a"), await written('SELECT 2::BIGINT AS A, 1.5::DOUBLE AS c')];
    expect(await query('SELECT a, b, c FROM t ORDER BY a', ['a bigint', 'b string', 'c double'], paths)).toEqual([
      ['1', 'x', null],
      ['2', null, '1.5'],
    ]);
  });

  it('fails where a query names a column of another type, and in no other query', async () => {
    const file = await written("SELECT 'x' AS s, [1] AS l, 7 AS good");
    const columns = ['s date', 'l array<struct<a:int>>', 'good int'];
    expect(await query('SELECT count(*), max(good) FROM t', columns, [file])).toEqual([['1', '7']]);
    const bad = { code: 'HIVE_BAD_DATA', detail: expect.stringContaining('in parquet file s3://b/t/0 is incompatible with type date') };
    await expect(query('SELECT s FROM t', columns, [file])).rejects.toMatchObject(bad);
    await expect(query("SELECT good FROM t WHERE s = DATE '2024-01-01'", columns, [file])).rejects.toMatchObject(bad);
    await expect(query('SELECT l FROM t', columns, [file])).rejects.toMatchObject({ code: 'HIVE_BAD_DATA' });
  });

  it.each<[string, (good: Buffer) => Uint8Array | string, string, string]>([
    ['a text', () => 'a,b\n1,2\n', 'HIVE_BAD_DATA', 'Malformed Parquet file. s3://b/t/1 is not a valid Parquet File [s3://b/t/1]'],
    [
      'a file that is cut off',
      good => good.subarray(0, -3),
      'HIVE_BAD_DATA',
      'Malformed Parquet file. Expected magic number: PAR1 got: ...P [s3://b/t/1]',
    ],
    [
      'a footer that is no footer',
      good => Buffer.concat([good.subarray(0, -12), Buffer.from([255, 255, 255, 127]), good.subarray(-8)]),
      'HIVE_CANNOT_OPEN_SPLIT',
      'Error opening Hive split',
    ],
  ])('names the file that it cannot read: %s', async (_, spoiled, code, detail) => {
    const good = await written('SELECT 1 AS a');
    const bad = stored(spoiled(readFileSync(good)));
    const failure = expect(query('SELECT a FROM t', ['a int'], [good, bad])).rejects;
    await failure.toMatchObject({ code, detail: expect.stringContaining(detail) });
    await expect(query('SELECT a FROM t', ['a int'], [good, bad])).rejects.not.toMatchObject({ detail: expect.stringContaining(folder) });
  });
});
