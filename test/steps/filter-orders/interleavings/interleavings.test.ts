import { ledger } from '../../../../pipeline/ledger';
import { outputKeys } from '../../../../pipeline/output-keys';
import { parseRecord } from '../../../../pipeline/upload-record';
import { type Action, explore } from './explore';
import type { Storage } from './storage';

/**
 * The race on one key, in every interleaving: uploads, deletions, un-deletions, the same bytes again, an execution that is cut off anywhere,
 * and one sweep once all is quiet. The calls of the real filter are the steps; at rest the outputs stand for what the key holds.
 */
const BUCKET = 'orders';
const KEY = 'raw/orders.csv';
const KEYS = outputKeys(KEY);
const HEADER = 'OrderID,Customer,Amount,Status,OrderDate\n';
/** Rows that count and one that the rule drops; rows alone; a row that the rule drops alone. */
const A = `${HEADER}A,Ann,1,paid,2025-01-01\nA2,Ann,2,cancelled,2025-01-01\n`;
const B = `${HEADER}B,Bob,2,paid,2025-01-02\n`;
const OUTPUTS = new Map([
  [A, { processed: `${HEADER}A,Ann,1,paid,2025-01-01\n`, dropped: `${HEADER}A2,Ann,2,cancelled,2025-01-01\n` }],
  [B, { processed: B, dropped: undefined }],
]);

interface Case {
  readonly before?: string;
  readonly actions: readonly Action[];
  readonly crashes: number;
}

it.each<[string, Case]>([
  ['put, delete', { actions: [{ put: A }, 'delete'], crashes: 1 }],
  ['put, replace', { actions: [{ put: A }, { put: B }], crashes: 1 }],
  ['put, the same bytes again', { actions: [{ put: A }, { put: A }], crashes: 1 }],
  ['replace, delete', { before: A, actions: [{ put: B }, 'delete'], crashes: 1 }],
  ['delete, put', { before: A, actions: ['delete', { put: B }], crashes: 1 }],
  ['delete, the same bytes again', { before: A, actions: ['delete', { put: A }], crashes: 1 }],
  ['delete, un-delete', { before: A, actions: ['delete', { undelete: A }], crashes: 1 }],
  ['replace, the former version comes back', { before: A, actions: [{ put: B }, { undelete: A }], crashes: 1 }],
])(
  '%s: every interleaving ends right',
  async (_, { before, actions, crashes }) => {
    const explored = await explore({ bucket: BUCKET, key: KEY, before, actions, crashes, isNever, sweep: isOpen, fault });
    expect(JSON.stringify(explored.wrong, null, 1)).toBeUndefined();
    expect(explored.states).toBeGreaterThan(500);
  },
  300_000,
);

/** No file here has a bad row, and all tables are CSV. */
const isNever = (key: string) => key.startsWith('quarantine/') || key.endsWith('.parquet');

/** Whether the ledger finds the key open, for the sweep. */
function isOpen(storage: Storage): boolean {
  const listed = (key: string) => {
    const object = storage[key];
    return object && { etag: object.etag, lastModified: new Date(object.lastModified) };
  };
  const raw = listed(KEY);
  const record = parseRecord(storage[KEYS.record]?.body ?? '');
  const outputs = [KEYS.processed, KEYS.dropped].flatMap(key => (listed(key) ? [[key, listed(key)?.etag ?? ''] as const] : []));
  const entries = ledger({
    raw: new Map(raw ? [[KEY, raw]] : []),
    records: new Map(record ? [[KEY, { record, writtenAt: new Date(0) }]] : []),
    outputs: new Map(outputs),
    outputKeys,
    orphans: raw || record || outputs.length === 0 ? new Map() : new Map([[KEY, new Date(0)]]),
    latestBegun: new Date(),
    rulesFor: null,
    rawDays: null,
    now: new Date(),
  });
  return entries.some(({ open }) => open !== null);
}

function fault(storage: Storage): string | undefined {
  const raw = storage[KEY];
  const expected = raw && OUTPUTS.get(raw.body);
  const record = parseRecord(storage[KEYS.record]?.body ?? '');
  const is = {
    processed: storage[KEYS.processed]?.body,
    dropped: storage[KEYS.dropped]?.body,
    names: record && [record.etag, record.lastModified, record.processedEtag, record.droppedEtag],
  };
  const must = {
    processed: expected?.processed,
    dropped: expected?.dropped,
    names: raw && [
      raw.etag,
      new Date(raw.lastModified).toISOString().replace('.000Z', 'Z'),
      storage[KEYS.processed]?.etag ?? '',
      storage[KEYS.dropped]?.etag ?? '',
    ],
  };
  return JSON.stringify(is) === JSON.stringify(must) ? undefined : `expected ${JSON.stringify(must)}, got ${JSON.stringify(is)}`;
}
