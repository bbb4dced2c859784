import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { parse } from 'csv-parse/sync';
import { clientSettings } from 'local-aws/identity';
import { findExecution, newestExecutions } from '../../commands/following/find-execution';
import { follow } from '../../commands/following/follow';
import { type Manifest, readManifest } from '../../commands/results/manifest';
import { type LocalPipeline, startLocalPipeline } from '../../local/local-pipeline';
import { loadQueries } from '../../queries/load';
import { fiveAnswers, readOrders } from '../support/answers';

const SAMPLE = readFileSync(join(__dirname, '../../sample/orders.csv'), 'utf8');
/** Those of the project; one more needs no change here. */
const QUERIES = loadQueries().length;
const HEADER = 'OrderID,Customer,Amount,Status,OrderDate\n';

describe('the local pipeline', () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-pipeline-'));
  const queriesDirectory = join(folder, 'queries');
  const problems: string[] = [];
  let local: LocalPipeline;
  let s3: S3Client;
  let sfn: SFNClient;

  beforeAll(async () => {
    cpSync(join(__dirname, '../../queries'), queriesDirectory, { recursive: true });
    local = await startLocalPipeline({
      directory: join(folder, 'data'),
      port: 0,
      queriesDirectory,
      onProblem: problem => problems.push(problem),
    });
    s3 = new S3Client(clientSettings(local.url));
    sfn = new SFNClient(clientSettings(local.url));
  });
  afterAll(async () => {
    s3.destroy();
    sfn.destroy();
    await local.close();
    rmSync(folder, { recursive: true });
  });

  const read = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: local.bucket, Key }));
    return (await Body?.transformToString()) ?? '';
  };
  const processed = async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: local.bucket, Prefix: 'processed/' }));
    return Contents.flatMap(({ Key }) => Key ?? []);
  };

  /** Uploads, waits for the execution's end, and gives its status, its error and its manifest. */
  async function upload(key: string, body: string) {
    const before = new Set(await newestExecutions(sfn, local.stateMachineArn));
    const { ETag: etag = '' } = await s3.send(new PutObjectCommand({ Bucket: local.bucket, Key: key, Body: body }));
    const executionArn = await findExecution({ key, etag }, { sfn, stateMachineArn: local.stateMachineArn, before });
    const { status, error, cause } = await follow(sfn, executionArn, () => undefined);
    return { status, error, cause, manifest: await readManifest(s3, local.bucket, executionArn.split(':').at(-1) ?? '') };
  }

  async function results(manifest: Manifest | undefined) {
    const rows = await Promise.all(
      (manifest?.queries ?? []).map(async ({ id, location }) => {
        const csv = await read(new URL(location ?? '').pathname.slice(1));
        const [, ...records]: string[][] = parse(csv);
        return [id, records] as const;
      }),
    );
    return Object.fromEntries(rows);
  }

  it('answers the five queries about the sample to the cent', async () => {
    const { status, manifest } = await upload('raw/orders.csv', SAMPLE);
    expect(status).toBe('SUCCEEDED');
    const expected = fiveAnswers(readOrders(await read('processed/filtered_orders.csv')));
    expect(await results(manifest)).toMatchObject(expected);
  });

  it('leaves the outputs of the same file alone, and answers again since it is the latest word now', async () => {
    const before = await read('processed/filtered_orders.csv');
    const { status, manifest } = await upload('raw/orders.csv', SAMPLE);
    expect([status, manifest?.crawl]).toEqual(['SUCCEEDED', null]);
    expect(await read('processed/filtered_orders.csv')).toBe(before);
  });

  it('replaces the rows of a key whose file has changed', async () => {
    const { manifest } = await upload(
      'raw/orders.csv',
      `${HEADER}1,"Smith, ""JJ"" \\ Co <script>",10.00,shipped,2025-02-01\n2,Zoë 🍕,0.10,paid,2025-02-28\n`,
    );
    expect(await results(manifest)).toMatchObject({
      'total-sales-by-customer': [
        ['Smith, "JJ" \\ Co <script>', '10.00'],
        ['Zoë 🍕', '0.10'],
      ],
      'monthly-order-volume-and-revenue': [['2025-02-01', '2', '10.10']],
    });
  });

  it.each([
    'raw/a b.csv',
    'raw/a+b.csv',
    'raw/100%.csv',
    'raw/é.csv',
    'raw/日本.csv',
    'raw/a%20b.csv',
    'raw/2025/orders.csv',
    'raw/UPPER.CSV',
  ])('gives %s an output of its own', async key => {
    const before = await processed();
    const { status, manifest } = await upload(key, `${HEADER}${key.length},Bo,1.00,paid,2025-03-01\n`);
    expect([status, manifest?.outcome]).toEqual(['SUCCEEDED', 'Succeeded']);
    expect(await processed()).toHaveLength(before.length + 1);
  });

  it('tells why a file was refused, and leaves the table as it was', async () => {
    const before = await processed();
    const { status, error, cause, manifest } = await upload('raw/wrong.csv', 'a;b\n1;2\n');
    expect([status, error]).toEqual(['FAILED', 'MissingColumns']);
    expect(cause).toMatch(/^FilterOrders: .*OrderID.*a;b/);
    expect(manifest).toMatchObject({ outcome: 'Failed', error: { name: 'MissingColumns', state: 'FilterOrders' } });
    expect(await processed()).toEqual(before);
  });

  it('runs a sixth query in the next execution, even of the same file, and keeps the good ones when a file is wrong', async () => {
    const file = join(queriesDirectory, '96-count.sql');
    writeFileSync(file, '-- id: count\n-- title: Count\n-- row: the table\n-- chart: none\nSELECT COUNT(*) AS orders FROM processed\n');
    const { manifest } = await upload('raw/UPPER.CSV', `${HEADER}13,Bo,1.00,paid,2025-03-01\n`);
    // Eight files of one order each, with six ids between them, beside the two orders of raw/orders.csv.
    expect(await results(manifest)).toMatchObject({ count: [['8']] });
    writeFileSync(file, '-- id: count\nSELECT 1\n');
    expect((await upload('raw/sixth.csv', `${HEADER}2,Bo,1.00,paid,2025-03-01\n`)).manifest?.queries).toHaveLength(QUERIES + 1);
    expect(problems).toEqual([expect.stringMatching(/^queries\/96-count\.sql: field "title": expected/)]);
    rmSync(file);
  });

  it('leaves the other results standing when one query fails, and says which', async () => {
    const file = join(queriesDirectory, '97-wrong.sql');
    writeFileSync(file, '-- id: wrong\n-- title: Wrong\n-- row: none\n-- chart: none\nSELECT colour FROM processed\n');
    const { status, error, cause, manifest } = await upload('raw/sixth.csv', `${HEADER}3,Bo,1.00,paid,2025-03-01\n`);
    expect([status, error]).toEqual(['FAILED', 'QueryFailed']);
    expect(cause).toMatch(/wrong: .*COLUMN_NOT_FOUND.*colour/);
    expect(manifest?.queries.map(({ state }) => state)).toEqual([...Array(QUERIES).fill('SUCCEEDED'), 'FAILED']);
    rmSync(file);
  });

  it('answers ten uploads at once, and the last to stop shows them all', async () => {
    const keys = Array.from({ length: 10 }, (_, n) => `raw/many-${n}.csv`);
    const outcomes = await Promise.all(keys.map(key => upload(key, `${HEADER}${key},Many,5.00,paid,2025-06-01\n`)));
    expect(outcomes.map(({ status }) => status)).toEqual(keys.map(() => 'SUCCEEDED'));
    const arns = await newestExecutions(sfn, local.stateMachineArn);
    const ends = await Promise.all(arns.slice(0, 10).map(executionArn => sfn.send(new DescribeExecutionCommand({ executionArn }))));
    const last = ends.sort((a, b) => Number(b.stopDate) - Number(a.stopDate))[0];
    const all = await results(await readManifest(s3, local.bucket, last?.name ?? ''));
    expect(all['total-sales-by-customer']).toContainEqual(['Many', '50.00']);
  });
});
