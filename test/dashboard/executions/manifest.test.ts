import { parseManifest, uploadKeyOf } from '../../../dashboard/executions/manifest';
import { createFakeReads, publish } from '../fake-reads';
import { SAMPLE_RESULTS } from '../sample-results';

it('is read as the state machine writes it', () => {
  const written = publish(createFakeReads(), 'a', SAMPLE_RESULTS);
  const manifest = parseManifest(JSON.stringify(written));
  expect(manifest?.queries).toEqual(Object(written).queries);
  expect(manifest).toMatchObject({ upload: { key: 'raw/orders.csv', size: 7915 }, crawl: { looks: 3 } });
});

it('of an early end has nothing where that end left nothing', () => {
  const json =
    '{"outcome":"Failed","upload":{"key":"raw/a.csv","size":"many"},"filter":null,"crawl":null,"queries":[],"error":{"name":"NotUtf8"}}';
  expect(parseManifest(json)).toMatchObject({
    outcome: 'Failed',
    asOf: null,
    upload: { bucket: null, key: 'raw/a.csv', etag: null, size: null, at: null },
    filter: null,
    crawl: null,
    queries: [],
    error: { name: 'NotUtf8', state: null, cause: null },
  });
});

test.each(['', '{', 'null', '[]', '{}', '{"outcome":5}'])('is not %j', json => {
  expect(parseManifest(json)).toBeUndefined();
});

test.each([
  ['{"detail":{"bucket":{"name":"b"},"object":{"key":"raw/a b.csv"}}}', 'raw/a b.csv'],
  ['{"dismiss":"raw/a.csv"}', 'raw/a.csv'],
  ['{"refresh":true}', null],
  ['{"detail":{}}', null],
  ['{', null],
  [null, null],
])('the upload of an execution with the input %j is %j', (input, expected) => {
  expect(uploadKeyOf(input)).toBe(expected);
});
