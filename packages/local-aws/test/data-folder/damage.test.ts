import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { openExecutions } from '../../athena/executions/store';
import { openWorkGroups } from '../../athena/work-groups';
import { DiskError } from '../../data-folder/disk-error';
import { readStateFile } from '../../data-folder/state-file';
import { writeAtomically } from '../../data-folder/write-atomically';
import { createEventBus } from '../../eventbridge/event-bus';
import { s3ObjectCreated } from '../../eventbridge/s3-event';
import { openStore } from '../../glue/state';
import { type DamageToDo, damages } from './damages';

let directory: string;
let messages: string[];
const onDamage = ({ message }: { message: string }) => void messages.push(message);
const now = () => new Date('2026-11-30T12:00:00Z');

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'damage-'));
  messages = [];
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const event = s3ObjectCreated({
  bucket: 'orders',
  key: 'raw/a.csv',
  size: 1,
  etag: 'e',
  sequencer: '0000000000000001',
  reason: 'PutObject',
  time: now(),
});
const openBus = (deliver: () => Promise<void>) =>
  createEventBus({
    directory,
    rules: [{ name: 'uploads', pattern: { source: ['aws.s3'] }, deliver }],
    retry: { attempts: 1, firstWait: 1, longestWait: 1 },
    onDamage,
  });

/** Makes a file of each kind, gives its path, and opens the service again. */
const kinds: readonly [kind: string, write: () => Promise<string>, open: () => Promise<unknown>][] = [
  [
    'catalogue',
    async () => {
      await (await openStore(directory)).save();
      return join(directory, 'catalog.json');
    },
    () => openStore(directory, onDamage),
  ],
  [
    'list of work groups',
    async () => {
      const groups = await openWorkGroups(directory, now);
      await groups.set({ name: 'orders', state: 'ENABLED', configuration: {}, created: 0 });
      return join(directory, 'work-groups.json');
    },
    async () => expect((await openWorkGroups(directory, now, onDamage)).list().map(({ name }) => name)).toEqual(['primary']),
  ],
  [
    'record of a query',
    async () => {
      const path = join(directory, 'id.json');
      await writeFile(path, '{"id":"id","state":"SUCCEEDED","workGroup":"orders","submitted":0}');
      return path;
    },
    async () => expect((await openExecutions(directory, { now, historyDays: 45, onDamage })).list('orders')).toEqual([]),
  ],
  [
    'event on its way',
    async () => {
      const bus = await openBus(() => Promise.reject(new Error('never')));
      await bus.close();
      await bus.put(event);
      const [name = ''] = await readdir(join(directory, 'outbox'));
      return join(directory, 'outbox', name);
    },
    async () => {
      const bus = await openBus(async () => {});
      await bus.idle();
      await bus.close();
    },
  ],
  [
    'dead letter',
    async () => {
      const bus = await openBus(() => Promise.reject(new Error('never')));
      await bus.put(event);
      await bus.idle();
      await bus.close();
      return join(directory, 'dead-letters', 'uploads', `${event.id}.json`);
    },
    async () => {
      const bus = await openBus(async () => {});
      expect(await bus.deadLetters()).toEqual([]);
      await bus.close();
    },
  ],
];

describe.each(kinds)('a %s', (kind, write, open) => {
  it.each<DamageToDo>(damages)('that is $name is named, set aside and reported, and the service goes on', async ({ damage }) => {
    const path = await write();
    await damage(path);
    await open();
    expect(messages).toEqual([
      expect.stringMatching(new RegExp(`^The ${kind} .* cannot be read: .*\\. It is now .*\\.damaged-.*; .*\\.$`, 's')),
    ]);
    expect(messages[0]).toContain(path);
    await open();
    expect(messages).toHaveLength(1);
  });
});

it('says where a file of another form differs', async () => {
  const path = join(directory, 'a.json');
  await writeFile(path, '{"n":{"m":"x"}}');
  readStateFile(path, { kind: 'file', schema: z.object({ n: z.object({ m: z.number() }) }), remedy: 'write it again' }, onDamage);
  expect(messages[0]).toContain('n.m: Invalid input: expected number, received string');
});

it('says which file a disk refuses', async () => {
  await writeFile(join(directory, 'file'), '');
  const path = join(directory, 'file', 'in a file.json');
  await expect(writeAtomically(path, '{}')).rejects.toThrow(DiskError);
  await expect(writeAtomically(path, '{}')).rejects.toThrow(`${path} cannot be written: `);
});
