import { parseArgs } from 'node:util';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { parse } from 'csv-parse/sync';
import { keyOfUpload } from '../pipeline/upload-record';
import { readLedger } from '../steps/sweep-uploads/read-ledger';
import { findLatest } from './results/latest';
import { objectAt } from './results/location';
import { resolveTarget, type Target } from './target/target';
import { run } from './terminal/run';
import { table } from './terminal/table';
import { terminal } from './terminal/terminal';

const USAGE = 'npm run uploads [-- --bucket BUCKET] [--stage STAGE]';

/** Every object that counts, was refused or is open, with what the latest snapshot made of its orders. */
run(USAGE, async args => {
  const { values } = parseArgs({ args: [...args], options: { bucket: { type: 'string' }, stage: { type: 'string' } } });
  const target = resolveTarget(values);
  const { s3, bucket } = target;
  const screen = terminal();
  const entries = await readLedger({ s3, bucket, rulesFor: null, rawDays: null, now: new Date() });
  const counted = await readCounts(target);
  const rows = entries.map(({ key, open, record }) => {
    const counts = counted.get(key);
    const state = open === null ? (record?.outcome ?? '') : `open: ${open}`;
    const numbers = ['orders', 'replaced', 'dropped', 'ambiguous', 'other_currency', 'repeated', 'clashes', 'amount'].map(
      name => counts?.[name] ?? '',
    );
    return [key, state, record?.source ?? '', record?.shop ?? '', record?.read ?? '', ...numbers, record?.quarantined ?? ''];
  });
  const header = [
    'upload',
    'state',
    'source',
    'shop',
    'rows',
    'orders',
    'replaced',
    'dropped',
    'ambiguous',
    'other currency',
    'repeated',
    'clashes',
    'amount',
    'quarantined',
  ];
  for (const line of table(header, rows)) screen.line(line);
  for (const { key, record } of entries) if (record?.outcome === 'Refused') screen.line(`✗ ${key}: ${record.error}`, 'red');
  return 0;
});

type Counts = Readonly<Record<string, string>>;

/** The result of the query `uploads` of the latest execution, by key. */
async function readCounts({ s3, bucket }: Target): Promise<ReadonlyMap<string, Counts>> {
  const manifest = await findLatest(s3, bucket);
  if (!manifest?.uploads?.location) return new Map();
  const { Body } = await s3.send(new GetObjectCommand(objectAt(manifest.uploads.location)));
  const rows: Counts[] = parse((await Body?.transformToString()) ?? '', { columns: true });
  return new Map(rows.flatMap(row => [[keyOfUpload(row.upload ?? '') ?? '', row] as const]));
}
