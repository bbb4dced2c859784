import type { S3Client } from '@aws-sdk/client-s3';
import { outputKeys } from '../../../pipeline/output-keys';
import { parseRecord } from '../../../pipeline/upload-record';
import { createHandler } from '../../../steps/filter-orders/filter-orders.lambda';
import { BUCKET, type LocalBucket, openLocalBucket } from './local-bucket';

/**
 * The race on one key: what people do to it, interleaved with the calls that the executions of the events make. Two executions are cut at
 * every pair of calls; once all is quiet the outputs stand for what the key holds.
 */
const HEADER = 'OrderID,Customer,Amount,Status,OrderDate\n';
const A = `${HEADER}A,Ann,1,paid,2025-01-01\nA2,Ann,2,cancelled,2025-01-01\n`;
const B = `${HEADER}B,Bob,2,paid,2025-01-02\n`;

type Action = { readonly put: string } | 'delete';

const HISTORIES: Readonly<Record<string, readonly [Action, Action]>> = {
  'put, delete': [{ put: A }, 'delete'],
  'put, replace': [{ put: A }, { put: B }],
  'put, the same bytes again': [{ put: A }, { put: A }],
  'delete, put': ['delete', { put: B }],
};
/** After so many of its calls to S3 the first execution waits; every third is enough to cut between any two outputs over all histories. */
const CUTS = [0, 2, 4, 6, 7, 8, 9, 10, 12];

let bucket: LocalBucket;
beforeAll(async () => {
  bucket = await openLocalBucket();
});
afterAll(() => bucket.close());

let number = 0;

describe.each(Object.entries(HISTORIES))('%s', (_, [first, second]) => {
  it.each(CUTS)('ends right when the second action and its execution come after %i calls of the first', async cut => {
    const key = `raw/race-${number++}.csv`;
    if (first === 'delete') await act(key, { put: A });
    const event = await act(key, first);
    const gate = gateAfter(cut);
    const slow = look(key, event, gate.client(bucket.client()));
    await gate.reached(slow);
    await look(key, await act(key, second), bucket.client());
    gate.open();
    await slow;
    await expectRight(key);
  });
});

it.each(CUTS)('ends right when an execution is cut off after %i calls and the key is looked at once more', async cut => {
  const key = `raw/crash-${number++}.csv`;
  await look(key, await act(key, { put: A }), bucket.client());
  const event = await act(key, { put: B });
  const gate = gateAfter(cut, 'fail');
  await look(key, event, gate.client(bucket.client())).catch(() => undefined);
  await look(key, {}, bucket.client());
  await expectRight(key);
});

interface Event {
  readonly type?: string;
  readonly etag?: string;
}

async function act(key: string, action: Action): Promise<Event> {
  if (action === 'delete') {
    await bucket.delete(key);
    return { type: 'Object Deleted' };
  }
  return { type: 'Object Created', etag: await bucket.put(key, action.put) };
}

async function look(key: string, { type, etag }: Event, s3: S3Client): Promise<void> {
  const input = { ...(type && { 'detail-type': type }), detail: { bucket: { name: BUCKET }, object: { key, ...(etag && { etag }) } } };
  await createHandler({ s3, environment: {}, print: () => {} })({ input, execution: `e${number}`, bucket: BUCKET });
}

/** The outputs are those of what the key holds, and the record names them. */
async function expectRight(key: string): Promise<void> {
  const { processed, dropped, record } = outputKeys(key);
  const raw = await bucket.text(key);
  const kept = new Map([
    [A, `${HEADER}A,Ann,1,paid,2025-01-01\n`],
    [B, B],
  ]);
  const old = new Map([[A, `${HEADER}A2,Ann,2,cancelled,2025-01-01\n`]]);
  const said = parseRecord((await bucket.text(record)) ?? '');
  expect({
    processed: await bucket.text(processed),
    dropped: await bucket.text(dropped),
    names: said && [said.etag, said.processedEtag, said.droppedEtag],
  }).toEqual({
    processed: raw && kept.get(raw),
    dropped: raw && old.get(raw),
    names: raw && [await etagOf(key), await etagOf(processed), await etagOf(dropped)],
  });
}

async function etagOf(key: string): Promise<string> {
  return (await bucket.text(key)) === undefined ? '' : (await bucket.head(key)).etag.replaceAll('"', '');
}

/** Lets so many calls through; the next waits until `open`, or fails with all after it. */
function gateAfter(calls: number, then: 'wait' | 'fail' = 'wait') {
  let count = 0;
  let open = () => {};
  let arrived = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  const arrival = new Promise<void>(resolve => {
    arrived = resolve;
  });
  return {
    client(s3: S3Client): S3Client {
      s3.middlewareStack.add(
        next => async args => {
          if (count++ >= calls) {
            arrived();
            if (then === 'fail') throw new Error('cut off');
            await opened;
          }
          return next(args);
        },
        { step: 'initialize' },
      );
      return s3;
    },
    /** Until it waits, or has ended with fewer calls. */
    reached: (running: Promise<unknown>) => Promise.race([arrival, running]),
    open: () => open(),
  };
}
