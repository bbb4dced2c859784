import { compilePattern, matches } from '../../../local/eventbridge/pattern';
import { s3ObjectCreated } from '../../../local/eventbridge/s3-event';
import { uploadPattern } from '../../../pipeline/upload-rule';

const event = {
  source: 'aws.s3',
  region: 'us-east-1',
  resources: ['arn:aws:s3:::one', 'arn:aws:s3:::two'],
  detail: {
    bucket: { name: 'one' },
    object: { key: 'raw/Orders.csv', size: 300 },
    'source-ip-address': '10.0.0.17',
    deleted: null,
    empty: '',
    street: 'straße',
    none: [],
    ok: true,
    parts: [
      { number: 1, tag: 'a' },
      { number: 2, tag: 'b' },
    ],
  },
};

const key = (matcher: unknown) => ({ detail: { object: { key: [matcher] } } });
const size = (matcher: unknown) => ({ detail: { object: { size: [matcher] } } });
const address = (matcher: unknown) => ({ detail: { 'source-ip-address': [matcher] } });

describe('an event pattern', () => {
  test.each<[string, unknown, boolean]>([
    ['a value', { source: ['aws.s3'] }, true],
    ['a value that is not there', { source: ['aws.ec2'] }, false],
    ['one of several values', { region: ['eu-west-1', 'us-east-1'] }, true],
    ['all fields', { source: ['aws.s3'], region: ['eu-west-1'] }, false],
    ['a value in an array of the event', { resources: ['arn:aws:s3:::two'] }, true],
    ['null', { detail: { deleted: [null] } }, true],
    ['null against empty text', { detail: { empty: [null] } }, false],
    ['empty text', { detail: { empty: [''] } }, true],
    ['a boolean', { detail: { ok: [true] } }, true],
    ['a number', size(300), true],
    ['a number as text', size('300'), false],
    ['prefix', key({ prefix: 'raw/' }), true],
    ['prefix of another', key({ prefix: 'processed/' }), false],
    ['prefix on a number', size({ prefix: '3' }), false],
    ['prefix equals-ignore-case', key({ prefix: { 'equals-ignore-case': 'RAW/o' } }), true],
    ['suffix', key({ suffix: '.csv' }), true],
    ['suffix in another case', key({ suffix: '.CSV' }), false],
    ['suffix equals-ignore-case', key({ suffix: { 'equals-ignore-case': '.CSV' } }), true],
    ['equals-ignore-case of characters that have no single capital', { detail: { street: [{ 'equals-ignore-case': 'STRASSE' }] } }, false],
    ['equals-ignore-case, the same small letter', { detail: { street: [{ 'equals-ignore-case': 'STRAßE' }] } }, true],
    ['equals-ignore-case', key({ 'equals-ignore-case': 'RAW/orders.CSV' }), true],
    ['wildcard', key({ wildcard: 'raw/*.csv' }), true],
    ['wildcard of another', key({ wildcard: '*.json' }), false],
    ['anything-but a value', key({ 'anything-but': 'raw/Orders.csv' }), false],
    ['anything-but a list', key({ 'anything-but': ['a', 'b'] }), true],
    ['anything-but numbers', size({ 'anything-but': [300, 301] }), false],
    ['anything-but a number on text', key({ 'anything-but': 300 }), true],
    ['anything-but prefix', key({ 'anything-but': { prefix: 'raw/' } }), false],
    ['anything-but prefixes', key({ 'anything-but': { prefix: ['x/', 'y/'] } }), true],
    ['anything-but suffix', key({ 'anything-but': { suffix: '.csv' } }), false],
    ['anything-but wildcard', key({ 'anything-but': { wildcard: 'raw/*' } }), false],
    ['anything-but equals-ignore-case', key({ 'anything-but': { 'equals-ignore-case': ['raw/ORDERS.csv'] } }), false],
    ['anything-but prefix on a number', size({ 'anything-but': { prefix: '3' } }), true],
    ['anything-but equals-ignore-case on null', { detail: { deleted: [{ 'anything-but': { 'equals-ignore-case': 'a' } }] } }, true],
    ['anything-but where nothing is', { detail: { missing: [{ 'anything-but': 'a' }] } }, false],
    ['numeric =', size({ numeric: ['=', 300] }), true],
    ['numeric range', size({ numeric: ['>', 0, '<=', 300] }), true],
    ['numeric range, outside', size({ numeric: ['>', 0, '<', 300] }), false],
    ['numeric on text', key({ numeric: ['>', 0] }), false],
    ['exists', key({ exists: true }), true],
    ['exists: false', key({ exists: false }), false],
    ['exists: false where nothing is', { detail: { missing: [{ exists: false }] } }, true],
    ['exists: false below what is not there', { detail: { missing: { deeper: [{ exists: false }] } } }, true],
    ['exists on an object, which is no leaf', { detail: { bucket: [{ exists: true }] } }, false],
    ['exists on an empty array', { detail: { none: [{ exists: true }] } }, false],
    ['exists: false below an empty array', { detail: { none: { deeper: [{ exists: false }] } } }, true],
    ['exists on null', { detail: { deleted: [{ exists: true }] } }, true],
    ['cidr', address({ cidr: '10.0.0.0/24' }), true],
    ['cidr of another', address({ cidr: '10.0.1.0/24' }), false],
    ['cidr of IPv6 on IPv4', address({ cidr: '::/0' }), false],
    ['$or', { $or: [{ source: ['aws.ec2'] }, { region: ['us-east-1'] }] }, true],
    ['$or beside a field', { source: ['aws.ec2'], $or: [{ region: ['us-east-1'] }, { region: ['eu-west-1'] }] }, false],
    ['$or, nested', { detail: { $or: [{ ok: [false] }, { object: { size: [{ numeric: ['>', 299] }] } }] } }, true],
    ['matchers in one array, which are OR', { detail: { object: { key: [{ prefix: 'processed/' }, { suffix: '.csv' }] } } }, true],
    ['fields of one element of an array', { detail: { parts: { number: [2], tag: ['b'] } } }, true],
    ['fields of two elements of an array', { detail: { parts: { number: [1], tag: ['b'] } } }, false],
    ['a field that every object inherits', { detail: { constructor: [{ exists: true }] } }, false],
  ])('%s', (_, pattern, expected) => expect(matches(pattern, event)).toBe(expected));

  test.each<[string, unknown, string]>([
    ['no object', [], 'Filter is not an object'],
    ['nothing', {}, 'Empty event pattern is not allowed'],
    ['a value without a list', { source: 'aws.s3' }, '"source" must be an object or an array'],
    ['an empty list', { source: [] }, 'Empty arrays are not allowed'],
    ['an empty object', { detail: {} }, 'Empty objects are not allowed'],
    ['a list in a list', { source: [['a']] }, 'Match value must be String, number, true, false, or null'],
    ['an unknown matcher', key({ regex: '.*' }), 'Unrecognized match type regex'],
    ['an inherited matcher', key({ toString: '.*' }), 'Unrecognized match type toString'],
    ['two matchers in one', key({ prefix: 'a', suffix: 'b' }), 'Only one key allowed in match expression'],
    ['a prefix that is a number', key({ prefix: 1 }), 'prefix match pattern must be a string'],
    ['a prefix of another matcher', key({ prefix: { suffix: 'a' } }), 'Unsupported prefix pattern'],
    ['two asterisks', key({ wildcard: 'a**' }), 'Consecutive wildcard characters at pos 1'],
    ['anything-but of two types', key({ 'anything-but': ['a', 1] }), 'mixed type is not supported'],
    ['anything-but of nothing', key({ 'anything-but': [] }), 'must not be empty'],
    ['anything-but of another matcher', key({ 'anything-but': { numeric: ['=', 1] } }), 'Unsupported anything-but pattern'],
    ['exists with text', key({ exists: 'yes' }), 'exists match pattern must be either true or false.'],
    ['numeric without a number', size({ numeric: ['>', '1'] }), 'must be a number'],
    ['numeric out of bounds', size({ numeric: ['>', 6e9] }), 'must be a number between'],
    ['numeric with an unknown sign', size({ numeric: ['!=', 1] }), 'Unrecognized numeric range operator'],
    ['numeric upside down', size({ numeric: ['>', 5, '<', 1] }), 'Bottom must be less than top'],
    ['cidr without a slash', address({ cidr: '10.0.0.0' }), 'Malformed CIDR'],
    ['cidr of a single address', address({ cidr: '10.0.0.17/32' }), 'IPv4 mask bits must be < 32'],
    ['anything-but an empty prefix', key({ 'anything-but': { prefix: '' } }), 'Null prefix/suffix not allowed'],
    ['anything-but a prefix in any case', key({ 'anything-but': { prefix: { 'equals-ignore-case': 'a' } } }), 'must be a string'],
    ['$or of one', { $or: [{ source: ['a'] }] }, 'must be an array of at least two patterns'],
  ])('with %s is refused', (_, pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(
      expect.objectContaining({ code: 'InvalidEventPatternException', message: expect.stringContaining(message) }),
    );
  });
});

describe('the deployed rule', () => {
  const starts = compilePattern(uploadPattern('orders'));
  const created = (key: string, bucket = 'orders') =>
    s3ObjectCreated({ bucket, key, size: 1, etag: 'e', sequencer: '01', reason: 'PutObject', time: new Date(0) });
  test.each([
    ['raw/orders.csv', true],
    ['raw/a/b c.CsV', true],
    ['raw/100%.csv', true],
    ['raw/日本.csv', true],
    ['raw/.csv', true],
    ['raw/orders.csv.gz', false],
    ['raw/orders.txt', false],
    ['processed/filtered_orders.csv', false],
    ['quarantine/quarantined_orders.csv', false],
    ['enriched/x.csv', false],
    ['RAW/orders.csv', false],
    ['xraw/orders.csv', false],
  ])('starts an execution for %s: %s', (name, expected) => expect(starts(created(name))).toBe(expected));

  it('looks at its own bucket alone', () => expect(starts(created('raw/orders.csv', 'another'))).toBe(false));
});
