import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { parse } from 'csv-parse/sync';
import { clientSettings } from 'local-aws/identity';
import { z } from 'zod';
import { startLocalPipeline } from '../local/local-pipeline';
import { modelSettings } from '../pipeline/definition';
import { RULES } from '../pipeline/rules';
import { TABLE_FORMATS, type TableFormat } from '../pipeline/table-format';
import { declaredTables } from '../pipeline/tables';
import { loadQueries } from '../queries/load';
import { tablesToday } from '../queries/model';
import { withNamesInFront } from '../queries/names-in-front';

/**
 * Whether a real Trino reads what the filter writes, and answers as local AWS does: `TRINO_URL=http://127.0.0.1:8080 TRINO_FILES=/folder npm run
 * bench:trino -- FILE.csv…`. Its catalogue `awsdatacatalog` is a Hive one with `local:///` at that folder.
 */
const { TRINO_URL = 'http://127.0.0.1:8080', TRINO_FILES = '' } = process.env;

const Page = z.object({
  nextUri: z.string().optional(),
  data: z.array(z.array(z.unknown())).optional(),
  error: z.object({ errorName: z.string(), message: z.string() }).optional(),
});

type Rows = readonly (readonly string[])[];

async function trino(sql: string, schema: string): Promise<Rows> {
  const headers = { 'X-Trino-User': 'orders', 'X-Trino-Catalog': 'awsdatacatalog', 'X-Trino-Schema': schema, 'X-Trino-Time-Zone': 'UTC' };
  const rows: string[][] = [];
  let page = Page.parse(await (await fetch(`${TRINO_URL}/v1/statement`, { method: 'POST', headers, body: sql })).json());
  for (;;) {
    if (page.error) throw new Error(`Trino: ${page.error.errorName}: ${page.error.message} in ${sql.slice(0, 300)}`);
    for (const row of page.data ?? []) rows.push(row.map(value => (value === null ? '' : String(value))));
    if (!page.nextUri) return rows;
    page = Page.parse(await (await fetch(page.nextUri, { headers })).json());
  }
}

/** Copies the files of the tables to where Trino finds them, and declares the tables as the pipeline does. */
async function declareInTrino(format: TableFormat, bucketFolder: string): Promise<string> {
  const schema = `formats_${format}`;
  await trino(`CREATE SCHEMA IF NOT EXISTS ${schema}`, 'default');
  const { processed, dropped, uploads } = declaredTables('lake', format);
  for (const { Name, StorageDescriptor } of [processed, dropped, uploads]) {
    const folder = join(TRINO_FILES, 'tables', schema, Name);
    rmSync(folder, { recursive: true, force: true });
    cpSync(join(bucketFolder, Name), folder, { recursive: true });
    const isCsv = StorageDescriptor.SerdeInfo.SerializationLibrary.endsWith('OpenCSVSerde');
    const columns = StorageDescriptor.Columns.map(column => `${column.Name} ${column.Type === 'string' ? 'varchar' : column.Type}`);
    const properties = isCsv ? `format = 'CSV', skip_header_line_count = 1, csv_escape = U&'\\FDD0'` : `format = 'PARQUET'`;
    await trino(`DROP TABLE IF EXISTS ${Name}`, schema);
    const location = `external_location = 'local:///tables/${schema}/${Name}'`;
    await trino(`CREATE TABLE ${Name} (${columns.join(', ')}) WITH (${properties}, ${location})`, schema);
  }
  return schema;
}

async function answersOf(format: TableFormat, files: readonly string[]): Promise<Readonly<Record<string, Record<string, Rows>>>> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-trino-'));
  let tell = (_executionArn: string) => {};
  const local = await startLocalPipeline({ directory, port: 0, settings: { format }, onExecution: executionArn => tell(executionArn) });
  const [s3, sfn] = [new S3Client(clientSettings(local.url)), new SFNClient(clientSettings(local.url))];
  const { bucket } = local;
  const [locally, inTrino]: [Record<string, Rows>, Record<string, Rows>] = [{}, {}];
  try {
    const folder = join(directory, 's3', bucket);
    let output = '{}';
    for (const file of files) {
      const key = `raw/${basename(file)}`;
      const started = new Promise<string>(resolve => {
        tell = resolve;
      });
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: readFileSync(file) }));
      output = await outputOf(sfn, await started);
    }
    for (const { id, location } of JSON.parse(output).queries) {
      const [, ...rows]: string[][] = parse(readFileSync(join(folder, new URL(location).pathname), 'utf8'));
      locally[id] = rows;
    }
    console.log(`${format}: ${readdirSync(join(folder, 'processed')).length} files of table processed`);
    const schema = await declareInTrino(format, folder);
    const tables = tablesToday(modelSettings({ rules: RULES, currency: '' }));
    for (const { id, sql } of loadQueries()) inTrino[id] = await trino(withNamesInFront(sql, tables), schema);
  } finally {
    s3.destroy();
    sfn.destroy();
    await local.close();
    rmSync(directory, { recursive: true });
  }
  return { [`local, ${format}`]: locally, [`Trino, ${format}`]: inTrino };
}

async function outputOf(sfn: SFNClient, executionArn: string): Promise<string> {
  for (;;) {
    const { status, output = '{}', error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') return output;
    if (status !== 'RUNNING') throw new Error(`expected an execution that succeeds, got ${status}: ${error}: ${cause}`);
    await sleep(200);
  }
}

async function main(): Promise<void> {
  const files = process.argv.slice(2);
  if (TRINO_FILES === '' || files.length === 0) throw new Error('expected TRINO_URL, TRINO_FILES and files of orders');
  const all: Record<string, Record<string, Rows>> = {};
  for (const format of TABLE_FORMATS) Object.assign(all, await answersOf(format, files));
  const [[first, expected] = ['', {}], ...others] = Object.entries(all);
  for (const [name, answers] of others) {
    for (const [id, rows] of Object.entries(expected)) {
      const isSame = isDeepStrictEqual(answers[id], rows);
      console.log(`${isSame ? 'the same' : 'OTHERWISE'}: ${name} beside ${first}: ${id}, ${rows.length} rows`);
      if (!isSame) process.exitCode = 1;
    }
  }
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
