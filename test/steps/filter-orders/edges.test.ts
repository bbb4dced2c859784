import { outputKeys } from '../../../pipeline/output-keys';
import { type RecordColumn, recordOf } from '../../../pipeline/upload-record';
import { type Action, decide, type Situation } from '../../../steps/filter-orders/decide';
import { parseRequest } from '../../../steps/filter-orders/request';
import { readSettings } from '../../../steps/filter-orders/settings';
import type { Outputs } from '../../../steps/filter-orders/storage/outputs';
import type { Source } from '../../../steps/filter-orders/storage/source';
import { parseAsOf } from '../../../steps/filter-orders/validation/dates';
import { isTooBad } from '../../../steps/filter-orders/validation/quality';

describe('the as-of date', () => {
  it.each([
    ['2025-04-21', '2025-04-21'],
    ['0001-01-01', '0001-01-01'],
    ['9999-12-31', '9999-12-31'],
    ['2025-04-21T23:59:59Z', '2025-04-21'],
    ['2025-04-21T18:30Z', '2025-04-21'],
    ['2025-04-21T18:30:00.123456789Z', '2025-04-21'],
    ['2025-04-21T23:30-01:00', '2025-04-22'],
    ['2025-04-21T00:30+01:00', '2025-04-20'],
    ['2024-02-29T23:59:59.999-00:01', '2024-03-01'],
    ['0000-12-31T23:30-01:00', '0001-01-01'],
  ])('of %s is %s', (value, day) => {
    expect(parseAsOf(value)).toBe(day);
  });

  it.each([
    '',
    ' ',
    'today',
    '2025-4-21',
    '20250421',
    '2025-02-29',
    '0000-12-31',
    '2025-04-21 ',
    ' 2025-04-21',
    '2025-04-21T18:30',
    '2025-04-21T18:30:00',
    '2025-04-21T18Z',
    '2025-04-21T24:00Z',
    '2025-04-21T18:60Z',
    '2025-04-21T18:30:60Z',
    '2025-04-21T18:30:00.Z',
    '2025-04-21T18:30+0100',
    '2025-04-21T18:30+24:00',
    '2025-04-21t18:30z',
    '2025-04-21 18:30Z',
    '9999-12-31T23:30-01:00',
    '0001-01-01T00:30+01:00',
    '+002025-04-21',
    '2025-04-21\n',
    null,
    20250421,
    {},
    ['2025-04-21'],
    true,
  ])('cannot be %j', value => {
    expect(() => parseAsOf(value)).toThrow(expect.objectContaining({ name: 'InvalidAsOf' }));
  });
});

describe('the names of the outputs', () => {
  const hash = '[0-9a-f]{16}';
  it.each([
    ['raw/orders.csv', 'orders'],
    ['raw/Orders_2025-04.csv', 'Orders_2025-04'],
    ['raw/orders.CSV', `orders~${hash}`],
    ['raw/orders.csv.gz', `orders~${hash}`],
    ['raw/orders', `orders~${hash}`],
    ['raw/a b.csv', `a-b~${hash}`],
    ['raw/a+b.csv', `a-b~${hash}`],
    ['raw/100%.csv', `100-~${hash}`],
    ['raw/é.csv', `é~${hash}`],
    ['raw/日本.csv', `日本~${hash}`],
    ['raw/a%20b.csv', `a-20b~${hash}`],
    ['raw/a.b.csv', `a.b~${hash}`],
    ['raw/north/orders.csv', `orders~${hash}`],
    ['raw//.csv', `~${hash}`],
    ['raw/.csv', `~${hash}`],
    ['raw/a\\*?"<>|:b\u0000\n.csv', `a--------b--~${hash}`],
    [`raw/${'é'.repeat(500)}.csv`, `${'é'.repeat(450)}~${hash}`],
    [`raw/${'x'.repeat(1000)}.csv`, `${'x'.repeat(900)}~${hash}`],
  ])('of %j are filtered_ and quarantined_%s.csv', (key, name) => {
    const { processed, quarantine } = outputKeys(key);
    expect(processed).toMatch(new RegExp(`^processed/filtered_${name.replace('.', '\\.')}\\.csv$`));
    expect(quarantine).toBe(processed.replace('processed/filtered_', 'quarantine/quarantined_'));
    expect(Buffer.byteLength(quarantine)).toBeLessThanOrEqual(1024);
  });

  it('hold the start of the SHA-256 of the whole key', () => {
    // printf 'raw/a b.csv' | sha256sum
    expect(outputKeys('raw/a b.csv').processed).toBe('processed/filtered_a-b~a65ee6321638023d.csv');
  });
});

describe('a request', () => {
  const object = { key: 'raw/orders.csv' };
  const detail = { bucket: { name: 'lake' }, object };
  const payload = (input: unknown) => ({ input, execution: 'e', enteredAt: '2025-04-22T10:00:00Z', digest: 'd' });

  const event = (type: string) => ({
    version: '0',
    id: '1',
    'detail-type': type,
    source: 'aws.s3',
    time: '2025-04-21T10:00:00Z',
    detail: {
      version: '0',
      bucket: { name: 'lake' },
      object: { ...object, size: 5, etag: 'e1', 'version-id': 'v', sequencer: '0A' },
      reason: 'PutObject',
    },
  });
  const look = {
    kind: 'look',
    execution: 'e',
    bucket: 'lake',
    key: 'raw/orders.csv',
    sequencer: '0A',
    at: '2025-04-21T10:00:00Z',
    asOf: null,
    today: '2025-04-22',
    digest: 'd',
    giveUp: false,
  };

  it.each([
    ['Object Created', 'e1'],
    ['Object Deleted', null],
  ])('is read from the event "%s" as S3 sends it', (type, created) => {
    expect(parseRequest(payload(event(type)))).toEqual({ ...look, created });
  });

  it('is read from an input by hand, with or without a day', () => {
    expect(parseRequest(payload({ detail }))).toMatchObject({ created: null, at: null, asOf: null });
    expect(parseRequest(payload({ detail, time: '2025-04-21T10:00:00Z', asOf: '2024-01-01' }))).toMatchObject({ asOf: '2024-01-01' });
  });

  it('is read from an input without an envelope, from a caller that invokes the function alone', () => {
    expect(parseRequest({ detail }, { invocation: 'invocation' })).toMatchObject({ execution: 'invocation', bucket: 'lake' });
  });

  it('is a refresh, or dismisses a refusal', () => {
    expect(parseRequest({ ...payload({ refresh: true, asOf: '2025-01-01' }), bucket: 'lake' })).toMatchObject({
      kind: 'refresh',
      asOf: '2025-01-01',
    });
    expect(parseRequest({ ...payload({ dismiss: 'raw/a.csv' }), bucket: 'lake' })).toMatchObject({ kind: 'dismiss', key: 'raw/a.csv' });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no input', { execution: 'e' }],
    ['an input of text', payload('raw/orders.csv')],
    ['no detail', payload({})],
    ['no bucket', payload({ detail: { object } })],
    ['no key', payload({ detail: { bucket: { name: 'lake' }, object: {} } })],
    ['a key that is no text', payload({ detail: { bucket: { name: 'lake' }, object: { key: 5 } } })],
    ['another kind of event', payload({ detail, 'detail-type': 'Object Restored' })],
    ['a key elsewhere', payload({ detail: { ...detail, object: { key: 'processed/orders.csv' } } })],
    ['a key whose case differs', payload({ detail: { ...detail, object: { key: 'RAW/orders.csv' } } })],
    ['a key that is too long', payload({ detail: { ...detail, object: { key: `raw/${'é'.repeat(600)}.csv` } } })],
    ['a key that is no text of Unicode', payload({ detail: { ...detail, object: { key: 'raw/a\ud800.csv' } } })],
    ['a name that no bucket has', payload({ detail: { ...detail, bucket: { name: 'UPPER_bad' } } })],
    ['another bucket than the one of the pipeline', { ...payload({ detail }), bucket: 'other' }],
  ])('with %s is InvalidUpload', (_, input) => {
    expect(() => parseRequest(input)).toThrow(
      expect.objectContaining({ name: 'InvalidUpload', message: expect.stringContaining('xpected') }),
    );
  });

  it.each([{ asOf: 'yesterday' }, { asOf: null }, { asOf: 5 }])('with %j is InvalidAsOf', dates => {
    expect(() => parseRequest(payload({ detail, ...dates }))).toThrow(expect.objectContaining({ name: 'InvalidAsOf' }));
  });
});

describe('the settings', () => {
  it.each<[Record<string, string>, object]>([
    [{}, { dropStatuses: ['pending', 'cancelled', 'canceled'], dropAfterDays: 30, maxBadShare: 0.5 }],
    [{ DROP_STATUSES: 'pending, on hold,canceled' }, { dropStatuses: ['pending', 'on hold', 'canceled'] }],
    [{ DROP_STATUSES: '' }, { dropStatuses: [] }],
    [
      { DROP_AFTER_DAYS: '0', MAX_BAD_SHARE: '0' },
      { dropAfterDays: 0, maxBadShare: 0 },
    ],
    [{ MAX_BAD_SHARE: '1' }, { maxBadShare: 1 }],
    [{ MAX_BAD_SHARE: '.25' }, { maxBadShare: 0.25 }],
  ])('of %j', (environment, expected) => {
    expect(readSettings(environment).rules).toMatchObject(expected);
  });

  it.each([
    ['DROP_STATUSES', 'Pending'],
    ['DROP_STATUSES', 'pending,,cancelled'],
    ['DROP_AFTER_DAYS', ''],
    ['DROP_AFTER_DAYS', '-1'],
    ['DROP_AFTER_DAYS', '1.5'],
    ['DROP_AFTER_DAYS', '9999999'],
    ['MAX_BAD_SHARE', '50%'],
    ['MAX_BAD_SHARE', '1.01'],
    ['MAX_BAD_SHARE', '-0.1'],
    ['MAX_BAD_SHARE', 'NaN'],
  ])('refuse %s=%s, and name it', (variable, value) => {
    expect(() => readSettings({ [variable]: value })).toThrow(
      expect.objectContaining({ name: 'InvalidSettings', message: expect.stringMatching(`^${variable}: expected .* got "${value}"$`) }),
    );
  });
});

describe('what to do about a key', () => {
  const at = new Date('2025-04-21T10:00:00Z');
  const source: Source = { bucket: 'lake', key: 'raw/orders.csv', etag: 'a', size: 1, lastModified: at, metadata: {} };
  const record = recordOf(column => {
    const values: Partial<Record<RecordColumn, string>> = {
      key: source.key,
      etag: 'a',
      lastModified: '2025-04-21T10:00:00Z',
      processedEtag: 'p',
      outcome: 'Read',
      rules: 'r',
    };
    return values[column] ?? '';
  });
  const none: Outputs = { processed: null, dropped: null, quarantine: null, record: null, leftover: null };
  const read: Outputs = { ...none, processed: 'p', record: { etag: 'x', value: record } };
  const situation: Situation = {
    source,
    outputs: read,
    created: null,
    rules: 'r',
    isOrderFile: true,
    mayHaveExpired: false,
    giveUp: false,
  };

  it.each<[Action, string, Partial<Situation>]>([
    ['same', 'its outputs are what they would become', {}],
    ['same', 'the created object is the one that was read', { created: 'a' }],
    ['superseded', 'the created object was replaced', { created: 'b' }],
    ['read', 'there is no output', { outputs: none }],
    ['read', 'the record speaks of other bytes', { source: { ...source, etag: 'b' } }],
    ['read', 'it was read by other rules', { rules: 's' }],
    ['read', 'an output is missing', { outputs: { ...read, processed: null } }],
    ['read', 'an output is another', { outputs: { ...read, processed: 'q' } }],
    ['read', 'there is an output that the record does not name', { outputs: { ...read, dropped: 'd' } }],
    ['read', 'its record cannot be read', { outputs: { ...read, record: { etag: 'x', value: undefined } } }],
    ['read', 'it was refused', { outputs: { ...read, record: { etag: 'x', value: { ...record, outcome: 'Refused' } } } }],
    ['same', 'its refusal was dismissed', { outputs: { ...read, record: { etag: 'x', value: { ...record, outcome: 'Dismissed' } } } }],
    ['relabel', 'the same bytes were uploaded later', { source: { ...source, lastModified: new Date('2025-04-22T10:00:00Z') } }],
    ['withdraw', 'the object is gone', { source: undefined }],
    ['withdraw', 'the object is gone, whatever was created', { source: undefined, created: 'a' }],
    ['expired', 'the object is gone and old enough to have expired', { source: undefined, mayHaveExpired: true }],
    ['nothing', 'there is neither an object nor an output', { source: undefined, outputs: none }],
    ['ignore', 'it is no order file', { isOrderFile: false, outputs: none }],
    ['give-up', 'the sweep has tried often enough', { giveUp: true, outputs: none }],
    ['same', 'the sweep has tried often enough but it is read by now', { giveUp: true }],
  ])('is %s when %s', (action, _, given) => {
    expect(decide({ ...situation, ...given })).toBe(action);
  });
});

describe('so many bad rows', () => {
  it.each([
    [1, 2, 0.5, false],
    [2, 3, 0.5, true],
    [29, 100, 0.29, false],
    [30, 100, 0.29, true],
    [0, 0, 0, false],
    [1, 1, 1, false],
    [1, 1_000_000, 0, true],
  ])('as %d of %d, where the share %d is allowed, are too many: %s', (quarantined, read, share, tooBad) => {
    expect(isTooBad({ quarantined, read }, share)).toBe(tooBad);
  });
});
