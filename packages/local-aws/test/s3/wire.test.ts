import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { CompleteMultipartUploadCommand, CreateMultipartUploadCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { type StartedS3, startS3 } from './start-s3';

/** Requests that the official client does not send. */
describe('S3 over the wire', () => {
  let s3: StartedS3;
  let clock = new Date('2026-11-22T19:00:00Z');

  beforeAll(async () => {
    s3 = await startS3({ now: () => clock });
    await s3.s3.createBucket('orders');
    await s3.s3.put('orders', 'a b.csv', 'x');
  });
  afterAll(() => s3.close());

  interface Sent {
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  }

  /** The path goes out as it is, where `fetch` would resolve its dots. */
  function send(
    method: string,
    path: string,
    { headers = {}, body = '' }: Sent = {},
  ): Promise<{ status: number | undefined; text: string }> {
    return new Promise((resolve, reject) => {
      const { port } = new URL(s3.url);
      const sent = request(
        { host: '127.0.0.1', port, agent: false, method, path, headers: { 'content-length': Buffer.byteLength(body), ...headers } },
        async answer => {
          let text = '';
          for await (const chunk of answer) text += chunk;
          resolve({ status: answer.statusCode, text });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  const refused = (status: number, code: string) => ({ status, text: expect.stringContaining(`<Code>${code}</Code>`) });

  it.each([
    ['GET', '/..', 400, 'InvalidBucketName'],
    ['GET', '/../../etc/passwd', 400, 'InvalidBucketName'],
    ['GET', '/%2e%2e/%2e%2e/etc/passwd', 400, 'InvalidBucketName'],
    ['GET', '/.s3/buckets/orders/bucket.json', 400, 'InvalidBucketName'],
    ['GET', '/orders/../.s3/buckets/orders/bucket.json', 404, 'NoSuchKey'],
    ['GET', '/orders/..%2f..%2fetc/passwd', 404, 'NoSuchKey'],
    ['PUT', '/Orders', 400, 'InvalidBucketName'],
    ['PUT', '/127.0.0.1', 400, 'InvalidBucketName'],
    ['GET', '/orders/%ff', 400, 'InvalidURI'],
    ['GET', '/orders/a.csv?versionId=1', 404, 'NoSuchVersion'],
    ['GET', '/orders/a%20b.csv?partNumber=2', 416, 'InvalidPartNumber'],
    ['GET', '/orders/a%20b.csv?partNumber=0', 400, 'InvalidArgument'],
    ['GET', '/orders?metrics', 501, 'NotImplemented'],
    ['PUT', '/orders?lifecycle', 501, 'NotImplemented'],
    ['GET', '/orders?lifecycle', 501, 'NotImplemented'],
    ['GET', '/orders?encoding-type=other', 400, 'InvalidArgument'],
    ['POST', '/orders/a.csv', 405, 'MethodNotAllowed'],
    ['PATCH', '/orders', 405, 'MethodNotAllowed'],
    ['DELETE', '/orders', 409, 'BucketNotEmpty'],
    ['POST', '/orders?delete', 400, 'InvalidRequest'],
    ['POST', '/orders', 501, 'NotImplemented'],
  ])('%s %s is %i %s', async (method, path, status, code) => {
    expect(await send(method, path)).toEqual(refused(status, code));
  });

  it('takes a bare plus in a path for a space, as S3 does', async () => {
    expect(await send('GET', '/orders/a+b.csv')).toEqual({ status: 200, text: 'x' });
  });

  it('creates a bucket again, and none outside of us-east-1', async () => {
    const body = (region: string) =>
      `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
    expect((await send('PUT', '/orders')).status).toBe(200);
    expect(await send('PUT', '/elsewhere', { body: body('eu-west-1') })).toEqual(refused(501, 'NotImplemented'));
    expect(await send('PUT', '/elsewhere', { body: body('us-east-1') })).toEqual(refused(400, 'InvalidLocationConstraint'));
    expect((await send('PUT', '/elsewhere', { body: '<CreateBucketConfiguration/>' })).status).toBe(200);
    expect((await send('DELETE', '/elsewhere')).status).toBe(204);
    expect(await send('GET', '/elsewhere')).toEqual(refused(404, 'NoSuchBucket'));
  });

  it('completes an upload once, however many ask for it at once', async () => {
    const target = { Bucket: 'orders', Key: 'at-once' };
    const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand(target));
    const { ETag } = await s3.client.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: Buffer.alloc(1024 * 1024) }));
    const command = { ...target, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } };
    const answers = await Promise.all(Array.from({ length: 6 }, () => s3.client.send(new CompleteMultipartUploadCommand(command))));
    expect(new Set(answers.map(answer => answer.ETag)).size).toBe(1);
    expect(s3.events.filter(event => event.key === 'at-once')).toHaveLength(1);
  });

  describe('a body in chunks', () => {
    const unsigned = {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '5',
      'x-amz-trailer': 'x-amz-checksum-crc32',
      'content-encoding': 'gzip,aws-chunked',
    };
    const signature = `;chunk-signature=${'0'.repeat(64)}`;
    const signed = { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'x-amz-decoded-content-length': '5' };

    it.each([
      ['unsigned, with a trailer', unsigned, '2\r\nhe\r\n3\r\nllo\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n'],
      ['signed', signed, `3${signature}\r\nhel\r\n2${signature}\r\nlo\r\n0${signature}\r\n\r\n`],
    ])('%s is stored without its framing', async (_, headers, body) => {
      expect((await send('PUT', '/orders/chunks', { headers, body })).status).toBe(200);
      expect((await send('GET', '/orders/chunks')).text).toBe('hello');
    });

    it('is none where only its encoding says so', async () => {
      expect((await send('PUT', '/orders/chunks', { headers: { 'content-encoding': 'aws-chunked, gzip' }, body: 'whole' })).status).toBe(
        200,
      );
      expect((await send('GET', '/orders/chunks')).text).toBe('whole');
    });

    it.each([
      ['a wrong checksum', '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n', 'BadDigest'],
      ['no checksum', '5\r\nhello\r\n0\r\n\r\n', 'MalformedTrailerError'],
      ['a chunk that is too long', '4\r\nhello\r\n0\r\n\r\n', 'IncompleteBody'],
      ['a chunk that is cut off', '5\r\nhel', 'IncompleteBody'],
      ['no last chunk', '5\r\nhello\r\n', 'IncompleteBody'],
      ['a trailer that is cut off', '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhC', 'IncompleteBody'],
      ['no size', 'five\r\nhello\r\n0\r\n\r\n', 'IncompleteBody'],
      ['less than was announced', '4\r\nhell\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n', 'IncompleteBody'],
    ])('with %s is refused', async (_, body, code) => {
      expect(await send('PUT', '/orders/refused', { headers: unsigned, body })).toEqual(refused(400, code));
      expect((await send('HEAD', '/orders/refused')).status).toBe(404);
    });
  });

  it.each([
    ['another hash', { 'x-amz-content-sha256': '0'.repeat(64) }, 400, 'XAmzContentSHA256Mismatch'],
    ['two checksums', { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-sha1': 'AAAA' }, 400, 'InvalidRequest'],
    ['an algorithm and no checksum', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }, 400, 'InvalidRequest'],
    ['a checksum that is not computed here', { 'x-amz-checksum-xxhash64': 'AAAAAAAAAAA=' }, 501, 'NotImplemented'],
    ['a key of KMS', { 'x-amz-server-side-encryption': 'aws:kms' }, 501, 'NotImplemented'],
    ['tags', { 'x-amz-tagging': 'a=b' }, 501, 'NotImplemented'],
    ['a class that cannot be read at once', { 'x-amz-storage-class': 'GLACIER' }, 501, 'NotImplemented'],
    ['a class that there is not', { 'x-amz-storage-class': 'ICE' }, 400, 'InvalidStorageClass'],
    ['an ACL that opens it', { 'x-amz-acl': 'public-read' }, 400, 'AccessControlListNotSupported'],
    ['a grant', { 'x-amz-grant-read': 'id=1' }, 400, 'AccessControlListNotSupported'],
    ['a hash that is none', { 'x-amz-content-sha256': 'none' }, 400, 'InvalidArgument'],
    [
      'a checksum of another algorithm than it names',
      { 'x-amz-sdk-checksum-algorithm': 'SHA1', 'x-amz-checksum-crc32': 'jNwbgw==' },
      400,
      'InvalidRequest',
    ],
  ])('refuses a PUT with %s', async (_, headers, status, code) => {
    expect(await send('PUT', '/orders/refused', { headers, body: 'x' })).toEqual(refused(status, code));
  });

  it('takes an ACL that changes nothing, as clients send it unasked', async () => {
    for (const acl of ['private', 'bucket-owner-full-control'])
      expect((await send('PUT', '/orders/acl', { headers: { 'x-amz-acl': acl } })).status).toBe(200);
  });

  it.each([
    ['GET', { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }, 501, 'NotImplemented'],
    ['PUT', { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }, 501, 'NotImplemented'],
    ['DELETE', { 'x-amz-if-match-size': '7' }, 501, 'NotImplemented'],
    ['DELETE', { 'x-amz-if-match-last-modified-time': 'Wed, 25 Nov 2026 00:00:00 GMT' }, 501, 'NotImplemented'],
    ['GET', { 'x-amz-expected-bucket-owner': '111122223333' }, 403, 'AccessDenied'],
  ])('does not ignore, on a %s, %j', async (method, headers, status, code) => {
    expect(await send(method, '/orders/a%20b.csv', { headers })).toEqual(refused(status, code));
    expect(await send('GET', '/orders/a%20b.csv')).toEqual({ status: 200, text: 'x' });
  });

  it('does not delete many by their size', async () => {
    const body = '<Delete><Object><Key>a b.csv</Key><Size>7</Size></Object></Delete>';
    const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
    expect((await send('POST', '/orders?delete', { headers, body })).text).toContain('<Code>NotImplemented</Code>');
    expect(await send('GET', '/orders/a%20b.csv')).toEqual({ status: 200, text: 'x' });
  });

  it('lists buckets in pages where a client asks for them', async () => {
    const names = ({ text }: { text: string }) => [...text.matchAll(/<Name>([^<]*)<.Name>/g)].map(([, name]) => name);
    for (const name of ['page-a', 'page-b', 'page-c']) await s3.s3.createBucket(name);
    const first = await send('GET', '/?prefix=page-&max-buckets=2');
    expect(names(first)).toEqual(['page-a', 'page-b']);
    const token = /<ContinuationToken>([^<]*)</.exec(first.text)?.[1];
    const second = await send('GET', `/?prefix=page-&max-buckets=2&continuation-token=${token}`);
    expect(names(second)).toEqual(['page-c']);
    expect(second.text).not.toContain('<ContinuationToken>');
  });

  it('refuses a PUT of more than 5 GiB before it comes', async () => {
    expect(await send('PUT', '/orders/refused', { headers: { 'content-length': String(6 * 1024 ** 3) } })).toEqual(
      refused(400, 'EntityTooLarge'),
    );
  });

  it.each([
    ['nothing', ''],
    ['no object', '<Delete/>'],
    ['half a document', '<Delete><Object><Key>a</Key></Obj'],
    ['an entity', '<!DOCTYPE d [<!ENTITY e "a">]><Delete><Object><Key>&e;</Key></Object></Delete>'],
    ['more than a thousand objects', `<Delete>${'<Object><Key>a</Key></Object>'.repeat(1001)}</Delete>`],
  ])('refuses to delete %s', async (_, body) => {
    const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
    expect(await send('POST', '/orders?delete', { headers, body })).toEqual(refused(400, 'MalformedXML'));
  });

  it.each([
    ['version 4', 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261122T190000Z&X-Amz-Expires=60&X-Amz-Signature=0'],
    ['version 2', `AWSAccessKeyId=any&Signature=0&Expires=${Date.parse('2026-11-22T19:01:00Z') / 1000}`],
  ])('honours a presigned URL of %s until it expires', async (_, query) => {
    clock = new Date('2026-11-22T19:01:00Z');
    expect(await send('GET', `/orders/a%20b.csv?${query}`)).toEqual({ status: 200, text: 'x' });
    clock = new Date('2026-11-22T19:01:01Z');
    expect(await send('GET', `/orders/a%20b.csv?${query}`)).toEqual(refused(403, 'AccessDenied'));
  });

  it.each([
    ['a time that is none', 'X-Amz-Date=20261322T190000Z&X-Amz-Expires=60', 400, 'AuthorizationQueryParametersError'],
    ['more than seven days', 'X-Amz-Date=20261122T190000Z&X-Amz-Expires=604801', 400, 'AuthorizationQueryParametersError'],
    ['no number of seconds', 'X-Amz-Date=20261122T190000Z&X-Amz-Expires=1e3', 400, 'AuthorizationQueryParametersError'],
    ['a time to come', 'X-Amz-Date=20261123T190000Z&X-Amz-Expires=60', 403, 'AccessDenied'],
  ])('refuses a presigned URL with %s', async (_, query, status, code) => {
    clock = new Date('2026-11-22T19:00:00Z');
    expect(await send('GET', `/orders/a%20b.csv?X-Amz-Signature=0&${query}`)).toEqual(refused(status, code));
  });

  it('refuses a presigned URL of version 2 with a time that is none', async () => {
    expect(await send('GET', '/orders/a%20b.csv?AWSAccessKeyId=any&Signature=0&Expires=soon')).toEqual(refused(403, 'AccessDenied'));
  });
});
