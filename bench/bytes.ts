import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { clientSettings } from 'local-aws/identity';
import { type LocalPipeline, startLocalPipeline } from '../local/local-pipeline';
import { parseManifest } from '../pipeline/manifest';
import { PREFIXES } from '../pipeline/prefixes';
import { loadQueries } from '../queries/load';
import { uploadsQuery } from '../queries/model';
import { markdownTable } from './table';

/**
 * `npm run bench:bytes [-- --orders N --customers N]`: what of a table Athena reads, and bills, for one set of queries, as shares of the table
 * as CSV: the columns that each query names, as they lie in a snapshot that the pipeline wrote and in one whose rows are dealt out as a cluster
 * leaves them, and the table itself in Parquet. Orders are
 * made up: ids that go up, customers of whom some buy often, three years, an upload a quarter.
 */
const { values } = parseArgs({
  options: { orders: { type: 'string', default: '1000000' }, customers: { type: 'string', default: '100000' } },
});
const ORDERS = Number(values.orders);
const CUSTOMERS = Number(values.customers);
const UPLOADS = 12;

/** In SQL of DuckDB, with no function that gives other values in the next run. */
const orders = `
  SELECT 'O' || lpad(n::VARCHAR, 9, '0') AS "OrderID",
    (['Alice','Bob','Charlie','Diana','Zoë','Eve','Frank','Grace','Heidi','Ivan'])[1 + (who % 10)] || ' '
      || (['Johnson','Brown','Prince','Müller','Adams','Castle','Hopper','Lamarr'])[1 + (who // 10 % 8)] || ' ' || who AS "Customer",
    (5 + 500 * (hash(n, 1) % 1000003 / 1000003) * (hash(n, 2) % 1000003 / 1000003))::DECIMAL(18, 2) AS "Amount",
    (['delivered','delivered','delivered','delivered','delivered','shipped','shipped','shipped','confirmed','returned'])[1 + (hash(n, 3) % 10)::INT] AS "Status",
    DATE '2023-12-01' + (n * 1096 // ${ORDERS})::INT - (hash(n, 4) % 3)::INT AS "OrderDate"
  FROM (SELECT n, (${CUSTOMERS} * pow(hash(n, 5) % 1000003 / 1000003, 2))::BIGINT AS who FROM range(${ORDERS}) AS numbers(n))`;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'orders-bytes-'));
  const duckdb = await (await DuckDBInstance.create(':memory:', { memory_limit: '1GB' })).connect();
  try {
    const files = await writeUploads(duckdb, folder);
    const csv = files.reduce((sum, file) => sum + statSync(file).size, 0);
    const share = (bytes: number) => (bytes / csv).toFixed(3);
    await writeSnapshot(files, join(folder, 'local'), join(folder, 'snapshot'));
    const dealt = join(folder, 'dealt');
    const snapshot = `read_parquet('${join(folder, 'snapshot/*')}', hive_partitioning = false)`;
    await duckdb.run(
      `COPY (FROM ${snapshot} ORDER BY hash(order_id)) TO '${dealt}' (FORMAT PARQUET, COMPRESSION ZSTD, COMPRESSION_LEVEL 1)`,
    );
    await duckdb.run(`COPY (${orders}) TO '${join(folder, 'table')}' (FORMAT PARQUET, COMPRESSION ZSTD)`);
    const forms = await Promise.all([join(folder, 'snapshot/*'), dealt].map(files => bytesOfColumns(duckdb, files)));
    const cells = (columns: readonly string[]) =>
      forms.map(bytes => share(columns.reduce((sum, column) => sum + (bytes.get(column) ?? 0), 0)));
    const all = [...(forms[0]?.keys() ?? [])];
    const named = [...loadQueries(), uploadsQuery()].map(({ id, sql }) => ({
      id,
      columns: all.filter(column => new RegExp(`\\b${column}\\b`).test(sql)),
    }));
    const five = named.slice(0, -1).flatMap(({ columns }) => columns);
    console.log(
      `${ORDERS.toLocaleString('en')} orders of ${CUSTOMERS.toLocaleString('en')} customers, ${(csv / 1e6).toFixed(1)} MB of CSV\n`,
    );
    console.log(
      markdownTable(
        ['Column of the snapshot', 'as written', 'dealt out'],
        all.map(column => [column, ...cells([column])]),
      ),
    );
    const rows = named.map(({ id, columns }) => [id, ...cells(columns)]);
    console.log(`\n${markdownTable(['Query', 'as written', 'dealt out'], [...rows, ['all but the last', ...cells(five)]])}`);
    console.log(`\nThe table in Parquet: ${share(statSync(join(folder, 'table')).size)}`);
  } finally {
    duckdb.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeUploads(duckdb: DuckDBConnection, folder: string): Promise<readonly string[]> {
  await duckdb.run(`CREATE TABLE orders AS ${orders}`);
  const files = Array.from({ length: UPLOADS }, (_, month) => join(folder, `${String(month).padStart(2, '0')}.csv`));
  for (const [month, file] of files.entries())
    await duckdb.run(`COPY (SELECT * FROM orders WHERE (rowid * ${UPLOADS}) // ${ORDERS} = ${month}) TO '${file}' (HEADER)`);
  return files;
}

/** Uploads the files to a local pipeline, and copies the snapshot of the latest execution. */
async function writeSnapshot(files: readonly string[], directory: string, to: string): Promise<void> {
  const local = await startLocalPipeline({ directory, port: 0, settings: { together: 5 } });
  const s3 = new S3Client(clientSettings(local.url));
  const sfn = new SFNClient(clientSettings(local.url));
  try {
    for (const [index, file] of files.entries())
      await s3.send(new PutObjectCommand({ Bucket: local.bucket, Key: `raw/${index}.csv`, Body: readFileSync(file) }));
    await quiet(sfn, local);
    const list = async (prefix: string) => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: local.bucket, Prefix: prefix }));
      return Contents.map(({ Key = '' }) => Key);
    };
    const read = async (key: string) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: local.bucket, Key: key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    };
    // The first key is the latest.
    const [latest = ''] = await list(PREFIXES.latest);
    const { snapshot } = parseManifest((await read(latest)).toString()) ?? {};
    mkdirSync(to);
    for (const [index, key] of (await list(`${PREFIXES.orders}${snapshot?.id}/`)).entries())
      writeFileSync(join(to, String(index)), await read(key));
  } finally {
    s3.destroy();
    sfn.destroy();
    await local.close();
  }
}

async function quiet(sfn: SFNClient, { stateMachineArn }: LocalPipeline): Promise<void> {
  for (let calm = 0; calm < 3; ) {
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
    calm = executions.length === 0 ? calm + 1 : 0;
    await pause(500);
  }
}

async function bytesOfColumns(duckdb: DuckDBConnection, files: string): Promise<ReadonlyMap<string, number>> {
  const read = await duckdb.runAndReadAll(
    `SELECT path_in_schema, SUM(total_compressed_size)::DOUBLE FROM parquet_metadata('${files}') GROUP BY ALL ORDER BY MIN(column_id)`,
  );
  return new Map(read.getRows().map(([column, bytes]) => [String(column), Number(bytes)]));
}

main();
