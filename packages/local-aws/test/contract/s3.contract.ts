import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

export interface S3UnderTest {
  readonly client: S3Client;
  /** A bucket that exists and is empty. */
  readonly bucket: string;
  close(): Promise<void>;
}

const MIB = 1024 * 1024;

/** What the pipeline and the people who use it rely on; the same against local AWS and AWS. */
export function describeS3(create: () => Promise<S3UnderTest>): void {
  let s3: S3UnderTest;
  let client: S3Client;
  let Bucket: string;

  beforeAll(async () => {
    s3 = await create();
    client = s3.client;
    Bucket = s3.bucket;
  });
  afterAll(async () => {
    await s3.close();
  });

  const put = (Key: string, Body: string | Uint8Array, more = {}) => client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  const get = (Key: string, more = {}) => client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  const head = (Key: string, more = {}) => client.send(new HeadObjectCommand({ Bucket, Key, ...more }));
  const text = async (Key: string, more = {}) => (await get(Key, more)).Body?.transformToString();
  const list = (Prefix: string, more = {}) => client.send(new ListObjectsV2Command({ Bucket, Prefix, ...more }));
  const keys = async (Prefix: string, more = {}) => (await list(Prefix, more)).Contents?.map(({ Key }) => Key) ?? [];

  describe('an object', () => {
    it('comes back with its bytes, its headers and its metadata', async () => {
      const about = {
        ContentType: 'text/csv',
        CacheControl: 'max-age=60',
        ContentDisposition: 'attachment; filename="a.csv"',
        ContentEncoding: 'identity',
        ContentLanguage: 'de',
        Metadata: { 'source-key': 'raw%2Fa.csv', mixed: 'Case' },
      };
      const written = await put('object/headers.csv', 'a,b\n', about);
      expect(written.ETag).toBe(`"${createHash('md5').update('a,b\n').digest('hex')}"`);
      const read = await get('object/headers.csv');
      expect(read).toMatchObject({ ...about, ETag: written.ETag, ContentLength: 4, AcceptRanges: 'bytes' });
      expect(await read.Body?.transformToString()).toBe('a,b\n');
      expect(await head('object/headers.csv')).toMatchObject({ ...about, ETag: written.ETag, ContentLength: 4 });
    });

    it('may be empty', async () => {
      await put('object/empty', new Uint8Array());
      expect(await head('object/empty')).toMatchObject({ ContentLength: 0, ETag: '"d41d8cd98f00b204e9800998ecf8427e"' });
      expect(await text('object/empty')).toBe('');
    });

    // Where the documentation has them: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#UserMetadata
    it.each([
      ['ÄMÄZÕÑ S3', '=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?='],
      ['a café', '=?UTF-8?Q?a_caf=C3=83=C2=A9?='],
    ])('has the metadata %s in words that mail understands', async (value, answered) => {
      await put('object/foreign', 'x', { Metadata: { m: value } });
      expect((await head('object/foreign')).Metadata).toEqual({ m: answered });
    });

    it('keeps its encodings as they were written', async () => {
      await put('object/encoding', 'x', { ContentEncoding: 'deflate, gzip' });
      expect((await head('object/encoding')).ContentEncoding).toBe('deflate, gzip');
    });

    it('is replaced whole, metadata included', async () => {
      await put('object/replaced', 'the first, and longer', { Metadata: { version: '1' } });
      await put('object/replaced', 'second');
      expect(await text('object/replaced')).toBe('second');
      expect((await head('object/replaced')).Metadata).toEqual({});
    });

    it('is gone after a delete, and may be deleted again', async () => {
      await put('object/deleted', 'x');
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'object/deleted' }));
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'object/deleted' }));
      await expect(get('object/deleted')).rejects.toThrow(refusal('NoSuchKey', 404));
      await expect(head('object/deleted')).rejects.toThrow(refusal('NotFound', 404));
    });

    it('is read to its end by who began to read it before it was replaced or deleted', async () => {
      const old = Buffer.alloc(4 * MIB, 'old');
      for (const change of [() => put('object/read', 'new'), () => client.send(new DeleteObjectCommand({ Bucket, Key: 'object/read' }))]) {
        await put('object/read', old);
        const { Body } = await get('object/read');
        await change();
        expect(Buffer.compare(Buffer.from((await Body?.transformToByteArray()) ?? []), old)).toBe(0);
      }
    });

    it('answers with the headers that the reader asks for', async () => {
      await put('object/overrides', 'x', { ContentType: 'text/plain' });
      const asked = { ResponseContentType: 'text/csv', ResponseContentDisposition: 'attachment', ResponseCacheControl: 'no-store' };
      expect(await get('object/overrides', asked)).toMatchObject({
        ContentType: 'text/csv',
        ContentDisposition: 'attachment',
        CacheControl: 'no-store',
      });
    });

    it('has at most 2 KB of metadata', async () => {
      await put('object/metadata', 'x', { Metadata: { m: 'v'.repeat(2047) } });
      await expect(put('object/metadata', 'x', { Metadata: { m: 'v'.repeat(2048) } })).rejects.toThrow(refusal('MetadataTooLarge', 400));
    });
  });

  describe('a range', () => {
    beforeAll(() => put('range', '0123456789'));

    it.each([
      ['bytes=2-4', '234', 'bytes 2-4/10'],
      ['bytes=7-', '789', 'bytes 7-9/10'],
      ['bytes=-3', '789', 'bytes 7-9/10'],
      ['bytes=-99', '0123456789', 'bytes 0-9/10'],
      ['bytes=8-99', '89', 'bytes 8-9/10'],
    ])('%s is %s', async (Range, expected, ContentRange) => {
      const part = await get('range', { Range });
      expect(part).toMatchObject({ ContentRange, ContentLength: expected.length, $metadata: { httpStatusCode: 206 } });
      expect(await part.Body?.transformToString()).toBe(expected);
      expect(await head('range', { Range })).toMatchObject({ ContentRange, ContentLength: expected.length });
    });

    it.each(['bytes=10-', 'bytes=10-12', 'bytes=-0'])('%s is outside of ten bytes', async Range => {
      await expect(get('range', { Range })).rejects.toThrow(refusal('InvalidRange', 416));
    });

    it.each(['bytes=4-2', 'lines=1-2', 'bytes=a-b'])('%s is no range and is ignored', async Range => {
      expect(await text('range', { Range })).toBe('0123456789');
    });
  });

  describe('a conditional read', () => {
    let etag: string;
    let modified: Date;
    const earlier = () => new Date(modified.getTime() - 1000);
    const wrong = '"00000000000000000000000000000000"';

    beforeAll(async () => {
      await put('condition/read', 'x');
      const { ETag = '', LastModified = new Date(0) } = await head('condition/read');
      etag = ETag;
      modified = LastModified;
    });

    it.each([
      ['If-Match with its ETag', () => ({ IfMatch: etag })],
      ['If-Match over If-Unmodified-Since', () => ({ IfMatch: etag, IfUnmodifiedSince: earlier() })],
      ['If-None-Match with another ETag', () => ({ IfNoneMatch: wrong })],
      ['If-Modified-Since earlier', () => ({ IfModifiedSince: earlier() })],
      ['If-Unmodified-Since now', () => ({ IfUnmodifiedSince: modified })],
    ])('%s is answered', async (_, condition) => {
      expect(await text('condition/read', condition())).toBe('x');
    });

    it.each([
      ['If-None-Match with its ETag', () => ({ IfNoneMatch: etag })],
      ['If-None-Match over If-Modified-Since', () => ({ IfNoneMatch: etag, IfModifiedSince: earlier() })],
      ['If-Modified-Since now', () => ({ IfModifiedSince: modified })],
    ])('%s is 304', async (_, condition) => {
      await expect(get('condition/read', condition())).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    });

    it.each([
      ['If-Match with another ETag', () => ({ IfMatch: wrong })],
      ['If-Unmodified-Since earlier', () => ({ IfUnmodifiedSince: earlier() })],
    ])('%s is 412', async (_, condition) => {
      await expect(get('condition/read', condition())).rejects.toThrow(refusal('PreconditionFailed', 412));
      await expect(head('condition/read', condition())).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
    });
  });

  describe('a conditional write', () => {
    it('with If-None-Match: * creates, and never replaces', async () => {
      await put('condition/new', 'first', { IfNoneMatch: '*' });
      await expect(put('condition/new', 'second', { IfNoneMatch: '*' })).rejects.toThrow(refusal('PreconditionFailed', 412));
      expect(await text('condition/new')).toBe('first');
    });

    it('with If-Match replaces what it names, and nothing else', async () => {
      const { ETag } = await put('condition/match', 'first');
      await put('condition/match', 'second', { IfMatch: ETag });
      await expect(put('condition/match', 'third', { IfMatch: ETag })).rejects.toThrow(refusal('PreconditionFailed', 412));
      expect(await text('condition/match')).toBe('second');
    });

    it('with If-Match on a missing key is 404', async () => {
      await expect(put('condition/missing', 'x', { IfMatch: '"00000000000000000000000000000000"' })).rejects.toThrow(
        refusal('NoSuchKey', 404),
      );
    });

    it('is won by one of many', async () => {
      const writers = Array.from({ length: 20 }, (_, writer) => put('condition/race', String(writer), { IfNoneMatch: '*' }));
      const outcomes = await Promise.allSettled(writers);
      const winners = outcomes.flatMap((outcome, writer) => (outcome.status === 'fulfilled' ? [String(writer)] : []));
      expect(winners).toHaveLength(1);
      expect(await text('condition/race')).toBe(winners[0]);
    });

    it('with If-Match deletes only what it names', async () => {
      const { ETag } = await put('condition/delete', 'x');
      const remove = (IfMatch: string | undefined) => client.send(new DeleteObjectCommand({ Bucket, Key: 'condition/delete', IfMatch }));
      await expect(remove('"00000000000000000000000000000000"')).rejects.toThrow(refusal('PreconditionFailed', 412));
      await remove(ETag);
      await expect(remove(ETag)).rejects.toThrow(refusal('NoSuchKey', 404));
      await expect(head('condition/delete')).rejects.toThrow(refusal('NotFound', 404));
    });
  });

  describe('a checksum', () => {
    const algorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;

    it.each(algorithms)('%s is checked, kept and given back', async algorithm => {
      const Key = `checksum/${algorithm}`;
      const written = await put(Key, 'some,bytes\n', { ChecksumAlgorithm: ChecksumAlgorithm[algorithm] });
      const value = written[`Checksum${algorithm}`];
      expect(value).toMatch(/=$/);
      expect(await head(Key, { ChecksumMode: 'ENABLED' })).toMatchObject({ [`Checksum${algorithm}`]: value, ChecksumType: 'FULL_OBJECT' });
      expect(await text(Key, { ChecksumMode: 'ENABLED' })).toBe('some,bytes\n');
    });

    it.each(algorithms)('%s of a stream comes in a trailer', async algorithm => {
      const Key = `checksum/stream-${algorithm}`;
      const Body = Readable.from([Buffer.alloc(100_000, 'a'), Buffer.alloc(70_001, 'b')]);
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: 170_001, ChecksumAlgorithm: algorithm }));
      const read = await get(Key, { ChecksumMode: 'ENABLED' });
      expect(read.ContentEncoding).toBeUndefined();
      expect((await read.Body?.transformToByteArray())?.length).toBe(170_001);
    });

    it.each([
      ['CRC32', { ChecksumCRC32: 'AAAAAA==' }],
      ['CRC64NVME', { ChecksumCRC64NVME: 'AAAAAAAAAAA=' }],
      ['SHA256', { ChecksumSHA256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' }],
      ['Content-MD5', { ContentMD5: '1B2M2Y8AsgTpgAmY7PhCfg==' }],
    ])('that is wrong (%s) refuses the object', async (name, claim) => {
      await expect(put(`checksum/wrong-${name}`, 'x', claim)).rejects.toThrow(refusal('BadDigest', 400));
      await expect(head(`checksum/wrong-${name}`)).rejects.toThrow(refusal('NotFound', 404));
    });

    it('that is none is refused', async () => {
      await expect(put('checksum/none', 'x', { ChecksumCRC32: 'bad' })).rejects.toThrow(refusal('InvalidRequest', 400));
      await expect(put('checksum/none', 'x', { ContentMD5: 'bad' })).rejects.toThrow(refusal('InvalidDigest', 400));
    });
  });

  describe('a key', () => {
    const ugly = [
      ...['a', 'a/b', 'a/b/c', 'a.txt', 'a.txt/b', 'x.csv', 'X.csv', 'É.csv', 'é.csv', 'e\u0301.csv', '日本.csv', '😀.csv', '\uffee.csv'],
      ...[
        'a b.csv',
        'a+b.csv',
        '100%.csv',
        'a%20b.csv',
        'CON',
        'con.txt',
        'aux/nul',
        'back\\slash',
        'dot.',
        '.hidden',
        '...',
        'space ',
        ' space',
      ],
      ...[
        'trailing/',
        'trailing//',
        'double//slash',
        'q?x=1&y#z',
        'quote\'"<>&',
        '~!@$^*(){}[]|;:,=',
        '%',
        '%long/x',
        '!a',
        '.%',
        'folder/.%',
      ],
      ...['k'.repeat(900), `${'s/'.repeat(300)}deep`, `${'日本'.repeat(60)}.csv`],
    ].map(key => `key/${key}`);

    it('of every shape is kept apart from every other', async () => {
      await Promise.all(ugly.map(key => put(key, `bytes of ${key}`)));
      expect(await Promise.all(ugly.map(key => text(key)))).toEqual(ugly.map(key => `bytes of ${key}`));
    });

    it('is listed as it is, in the order of its UTF-8 bytes', async () => {
      const expected = [...ugly].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(await keys('key/')).toEqual(expected);
      const encoded = await list('key/', { EncodingType: 'url' });
      expect(encoded.Contents?.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' ')))).toEqual(expected);
    });

    it('is deleted alone', async () => {
      const Objects = ugly.filter((_, index) => index % 2 === 0).map(Key => ({ Key }));
      const { Deleted, Errors } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      expect(Errors ?? []).toEqual([]);
      expect(Deleted).toHaveLength(Objects.length);
      const rest = ugly.filter((_, index) => index % 2 === 1);
      expect(await Promise.all(rest.map(key => text(key)))).toEqual(rest.map(key => `bytes of ${key}`));
    });

    it('has at most 1,024 bytes', async () => {
      await put('k'.repeat(1024), 'x');
      expect(await text('k'.repeat(1024))).toBe('x');
      await expect(put('k'.repeat(1025), 'x')).rejects.toThrow(refusal('KeyTooLongError', 400));
    });
  });

  describe('a listing', () => {
    const names = Array.from({ length: 1_105 }, (_, index) => `list/${String(index).padStart(5, '0')}`);

    beforeAll(async () => {
      for (let at = 0; at < names.length; at += 100) await Promise.all(names.slice(at, at + 100).map(name => put(name, 'x')));
      await Promise.all(['x', 'a/1', 'a/2', 'b/c/3', 'b/4', 'c'].map(name => put(`tree/${name}`, 'x')));
    }, 60_000);

    it('comes in pages of at most a thousand', async () => {
      const first = await list('list/');
      expect(first).toMatchObject({ KeyCount: 1000, IsTruncated: true, MaxKeys: 1000 });
      const second = await list('list/', { ContinuationToken: first.NextContinuationToken });
      expect(second).toMatchObject({ KeyCount: 105, IsTruncated: false });
      expect([...(first.Contents ?? []), ...(second.Contents ?? [])].map(({ Key }) => Key)).toEqual(names);
    });

    it('begins after a key, present or not', async () => {
      expect(await keys('list/', { StartAfter: 'list/01102' })).toEqual(names.slice(1103));
      expect(await keys('list/', { StartAfter: 'list/01102x' })).toEqual(names.slice(1103));
    });

    it('shows keys up to a delimiter as one', async () => {
      const { Contents, CommonPrefixes, KeyCount } = await list('tree/', { Delimiter: '/' });
      expect(Contents?.map(({ Key }) => Key)).toEqual(['tree/c', 'tree/x']);
      expect(CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['tree/a/', 'tree/b/']);
      expect(KeyCount).toBe(4);
    });

    it('pages through common prefixes without showing one twice', async () => {
      const seen: (string | undefined)[] = [];
      let token: string | undefined;
      do {
        const page = await list('tree/', { Delimiter: '/', MaxKeys: 1, ContinuationToken: token });
        expect(page.KeyCount).toBe(1);
        seen.push(page.CommonPrefixes?.[0]?.Prefix ?? page.Contents?.[0]?.Key);
        token = page.NextContinuationToken;
      } while (token);
      expect(seen).toEqual(['tree/a/', 'tree/b/', 'tree/c', 'tree/x']);
    });

    it('of the first version goes on from a marker', async () => {
      const page = (Marker: string | undefined) =>
        client.send(new ListObjectsCommand({ Bucket, Prefix: 'tree/', Delimiter: '/', MaxKeys: 2, Marker }));
      const first = await page(undefined);
      expect(first).toMatchObject({ IsTruncated: true, NextMarker: 'tree/b/' });
      expect((await page(first.NextMarker)).Contents?.map(({ Key }) => Key)).toEqual(['tree/c', 'tree/x']);
    });

    it('of versions goes on from a key', async () => {
      const first = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'tree/', MaxKeys: 5 }));
      expect(first).toMatchObject({ IsTruncated: true, NextKeyMarker: 'tree/c' });
      const rest = { KeyMarker: first.NextKeyMarker, VersionIdMarker: first.NextVersionIdMarker };
      const second = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'tree/', ...rest }));
      expect(second.Versions).toMatchObject([{ Key: 'tree/x', VersionId: 'null', IsLatest: true }]);
    });

    it('may ask for nothing, and may not ask for less', async () => {
      expect(await list('list/', { MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
      await expect(list('list/', { MaxKeys: -1 })).rejects.toThrow(refusal('InvalidArgument', 400));
      await expect(list('list/', { ContinuationToken: 'no token' })).rejects.toThrow(refusal('InvalidArgument', 400));
    });
  });

  describe('a copy', () => {
    it('has the bytes and the metadata of its source, or those it is given', async () => {
      await put('copy/a b+c.csv', 'x', { Metadata: { kept: 'yes' }, ContentType: 'text/csv' });
      const CopySource = `${Bucket}/${encodeURIComponent('copy/a b+c.csv')}`;
      await client.send(new CopyObjectCommand({ Bucket, Key: 'copy/same', CopySource }));
      expect(await head('copy/same')).toMatchObject({ Metadata: { kept: 'yes' }, ContentType: 'text/csv', ContentLength: 1 });
      const replaced = { MetadataDirective: 'REPLACE', Metadata: { other: 'yes' } } as const;
      await client.send(new CopyObjectCommand({ Bucket, Key: 'copy/other', CopySource, ...replaced }));
      expect((await head('copy/other')).Metadata).toEqual({ other: 'yes' });
    });

    it('onto itself must change something', async () => {
      await put('copy/self', 'x');
      const onto = { Bucket, Key: 'copy/self', CopySource: `${Bucket}/copy/self` };
      await expect(client.send(new CopyObjectCommand(onto))).rejects.toThrow(refusal('InvalidRequest', 400));
      await client.send(new CopyObjectCommand({ ...onto, MetadataDirective: 'REPLACE', Metadata: { changed: 'yes' } }));
      expect((await head('copy/self')).Metadata).toEqual({ changed: 'yes' });
      expect(await text('copy/self')).toBe('x');
    });

    it('asks its source for a condition', async () => {
      const { ETag } = await put('copy/source', 'x');
      const copy = (more: object) =>
        client.send(new CopyObjectCommand({ Bucket, Key: 'copy/target', CopySource: `${Bucket}/copy/source`, ...more }));
      await expect(copy({ CopySourceIfMatch: '"00000000000000000000000000000000"' })).rejects.toThrow(refusal('PreconditionFailed', 412));
      await expect(copy({ CopySourceIfNoneMatch: ETag })).rejects.toThrow(refusal('PreconditionFailed', 412));
      await copy({ CopySourceIfMatch: ETag });
      await expect(copy({ CopySource: `${Bucket}/copy/missing` })).rejects.toThrow(refusal('NoSuchKey', 404));
    });
  });

  describe('a multipart upload', () => {
    const large = Buffer.alloc(5 * MIB, 'p');
    const start = async (Key: string, more = {}) =>
      (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId ?? '';
    const part = (Key: string, UploadId: string, PartNumber: number, Body: Uint8Array) =>
      client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    const complete = (Key: string, UploadId: string, Parts: { PartNumber: number; ETag: string | undefined }[], more = {}) =>
      client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));

    it('becomes one object when it is completed, and not before', async () => {
      const Key = 'multipart/object';
      const UploadId = await start(Key, { Metadata: { from: 'parts' }, ContentType: 'text/csv' });
      const last = await part(Key, UploadId, 7, Buffer.from('end'));
      const first = await part(Key, UploadId, 2, large);
      await expect(head(Key)).rejects.toThrow(refusal('NotFound', 404));
      expect((await client.send(new ListPartsCommand({ Bucket, Key, UploadId }))).Parts).toMatchObject([
        { PartNumber: 2, Size: 5 * MIB },
        { PartNumber: 7, Size: 3 },
      ]);
      const open = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }));
      expect(open.Uploads).toMatchObject([{ Key, UploadId }]);
      const done = await complete(Key, UploadId, [
        { PartNumber: 2, ETag: first.ETag },
        { PartNumber: 7, ETag: last.ETag },
      ]);
      const md5s = [large, Buffer.from('end')].map(bytes => createHash('md5').update(bytes).digest());
      expect(done.ETag).toBe(`"${createHash('md5').update(Buffer.concat(md5s)).digest('hex')}-2"`);
      expect(await head(Key)).toMatchObject({ ContentLength: 5 * MIB + 3, Metadata: { from: 'parts' }, ContentType: 'text/csv' });
      expect(await text(Key, { Range: 'bytes=-5' })).toBe('ppend');
      expect(await text(Key, { PartNumber: 2 })).toBe('end');
      await expect(part(Key, UploadId, 1, large)).rejects.toThrow(refusal('NoSuchUpload', 404));
    });

    it('names its parts rightly, in order, and none too small', async () => {
      const Key = 'multipart/refused';
      const UploadId = await start(Key);
      const one = { PartNumber: 1, ETag: (await part(Key, UploadId, 1, Buffer.from('small'))).ETag };
      const two = { PartNumber: 2, ETag: (await part(Key, UploadId, 2, Buffer.from('small'))).ETag };
      await expect(complete(Key, UploadId, [two, one])).rejects.toThrow(refusal('InvalidPartOrder', 400));
      await expect(complete(Key, UploadId, [{ ...one, ETag: '"00000000000000000000000000000000"' }])).rejects.toThrow(
        refusal('InvalidPart', 400),
      );
      await expect(complete(Key, UploadId, [{ ...one, PartNumber: 3 }])).rejects.toThrow(refusal('InvalidPart', 400));
      await expect(complete(Key, UploadId, [one, two])).rejects.toThrow(refusal('EntityTooSmall', 400));
      await expect(complete(Key, UploadId, [])).rejects.toThrow(refusal('MalformedXML', 400));
      await expect(part(Key, UploadId, 10_001, large)).rejects.toThrow(refusal('InvalidArgument', 400));
      await complete(Key, UploadId, [one]);
      expect(await text(Key)).toBe('small');
    });

    it('may be completed again by who did not hear the answer', async () => {
      const Key = 'multipart/again';
      const UploadId = await start(Key);
      const parts = [{ PartNumber: 1, ETag: (await part(Key, UploadId, 1, Buffer.from('once'))).ETag }];
      const { ETag } = await complete(Key, UploadId, parts);
      expect(await complete(Key, UploadId, parts)).toMatchObject({ Key, ETag });
      expect(await text(Key)).toBe('once');
    });

    it('leaves nothing when it is aborted', async () => {
      const Key = 'multipart/aborted';
      const UploadId = await start(Key);
      await part(Key, UploadId, 1, large);
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
      await expect(client.send(new ListPartsCommand({ Bucket, Key, UploadId }))).rejects.toThrow(refusal('NoSuchUpload', 404));
      await expect(head(Key)).rejects.toThrow(refusal('NotFound', 404));
    });

    it('is listed under the prefix that it shares with others', async () => {
      const Prefix = 'multipart/open/';
      const started = ['a/1', 'a/2', 'b', 'c/3'].map(async name => ({ Key: Prefix + name, UploadId: await start(Prefix + name) }));
      const uploads = await Promise.all(started);
      const seen: (string | undefined)[] = [];
      let next: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined = {};
      while (next) {
        const command = new ListMultipartUploadsCommand({ Bucket, Prefix, Delimiter: '/', MaxUploads: 1, ...next });
        const page: ListMultipartUploadsCommandOutput = await client.send(command);
        seen.push(...(page.CommonPrefixes ?? []).map(common => common.Prefix), ...(page.Uploads ?? []).map(({ Key }) => Key));
        next = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined;
      }
      await Promise.all(uploads.map(upload => client.send(new AbortMultipartUploadCommand({ Bucket, ...upload }))));
      expect(seen).toEqual(['multipart/open/a/', 'multipart/open/b', 'multipart/open/c/']);
    });

    it('is completed on a condition', async () => {
      const Key = 'multipart/condition';
      await put(Key, 'there');
      const UploadId = await start(Key);
      const parts = [{ PartNumber: 1, ETag: (await part(Key, UploadId, 1, Buffer.from('new'))).ETag }];
      await expect(complete(Key, UploadId, parts, { IfNoneMatch: '*' })).rejects.toThrow(refusal('PreconditionFailed', 412));
      await complete(Key, UploadId, parts, { IfMatch: (await head(Key)).ETag });
      expect(await text(Key)).toBe('new');
    });

    it('takes parts of other objects', async () => {
      await put('multipart/source', Buffer.concat([large, Buffer.from('tail')]));
      const Key = 'multipart/copied';
      const UploadId = await start(Key);
      const copy = (PartNumber: number, CopySourceRange: string) =>
        client.send(
          new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber, CopySourceRange, CopySource: `${Bucket}/multipart/source` }),
        );
      const one = await copy(1, `bytes=0-${5 * MIB - 1}`);
      const two = await copy(2, `bytes=${5 * MIB}-${5 * MIB + 3}`);
      await expect(copy(3, `bytes=0-${6 * MIB}`)).rejects.toThrow(refusal('InvalidArgument', 400));
      await complete(Key, UploadId, [
        { PartNumber: 1, ETag: one.CopyPartResult?.ETag },
        { PartNumber: 2, ETag: two.CopyPartResult?.ETag },
      ]);
      expect(await text(Key, { Range: 'bytes=-6' })).toBe('pptail');
    });

    it('is completed only if the checksum of the whole is right', async () => {
      const Key = 'multipart/checksum';
      const UploadId = await start(Key, { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
      const sent = { Bucket, Key, UploadId, PartNumber: 1, Body: 'hello', ChecksumAlgorithm: 'CRC32' } as const;
      const parts = [{ PartNumber: 1, ETag: (await client.send(new UploadPartCommand(sent))).ETag }];
      const whole = { ChecksumType: 'FULL_OBJECT', ChecksumCRC32: 'NhCmhg==' };
      await expect(complete(Key, UploadId, parts, { ...whole, ChecksumCRC32: 'AAAAAA==' })).rejects.toThrow(refusal('BadDigest', 400));
      await expect(complete(Key, UploadId, parts, { ChecksumType: 'COMPOSITE' })).rejects.toThrow(refusal('InvalidRequest', 400));
      await expect(complete(Key, UploadId, parts, { ChecksumCRC32C: 'AAAAAA==' })).rejects.toThrow(refusal('InvalidRequest', 400));
      expect(await complete(Key, UploadId, parts, whole)).toMatchObject(whole);
      expect(await head(Key, { ChecksumMode: 'ENABLED' })).toMatchObject(whole);
    });

    it('made of the checksums of its parts is completed only if all are named', async () => {
      const Key = 'multipart/composite';
      await expect(start(Key, { ChecksumType: 'COMPOSITE' })).rejects.toThrow(refusal('InvalidRequest', 400));
      const UploadId = await start(Key, { ChecksumAlgorithm: 'CRC32' });
      const sent = { Bucket, Key, UploadId, PartNumber: 1, Body: 'hello', ChecksumAlgorithm: 'CRC32' } as const;
      const { ETag } = await client.send(new UploadPartCommand(sent));
      await expect(complete(Key, UploadId, [{ PartNumber: 1, ETag }])).rejects.toThrow(refusal('InvalidRequest', 400));
      const parts = [{ PartNumber: 1, ETag, ChecksumCRC32: 'NhCmhg==' }];
      expect(await complete(Key, UploadId, parts)).toMatchObject({ ChecksumType: 'COMPOSITE' });
    });

    it('of which nothing was said has the CRC64NVME that its completion claims', async () => {
      const Key = 'multipart/claimed';
      const UploadId = await start(Key);
      const parts = [{ PartNumber: 1, ETag: (await part(Key, UploadId, 1, Buffer.from('hello'))).ETag }];
      await expect(complete(Key, UploadId, parts, { ChecksumCRC64NVME: 'AAAAAAAAAAA=' })).rejects.toThrow(refusal('BadDigest', 400));
      const { ChecksumCRC64NVME = '' } = await put('multipart/same', 'hello', { ChecksumAlgorithm: 'CRC64NVME' });
      expect(await complete(Key, UploadId, parts, { ChecksumCRC64NVME })).toMatchObject({ ChecksumCRC64NVME });
    });

    it.each(['CRC32', 'SHA256', 'CRC64NVME'] as const)('carries a %s through the Upload of lib-storage', async algorithm => {
      const Key = `multipart/upload-${algorithm}`;
      const Body = Readable.from([large, large, Buffer.from('end')]);
      await new Upload({ client, params: { Bucket, Key, Body, ChecksumAlgorithm: algorithm } }).done();
      const type = algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
      const read = await get(Key, { ChecksumMode: 'ENABLED' });
      expect(read).toMatchObject({ ContentLength: 10 * MIB + 3, ChecksumType: type });
      expect((await read.Body?.transformToByteArray())?.length).toBe(10 * MIB + 3);
    });
  });

  describe('a bucket', () => {
    it('says where it is and that it has no versions', async () => {
      await client.send(new HeadBucketCommand({ Bucket }));
      expect((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
      expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    });

    it('that does not exist is named so', async () => {
      const missing = { Bucket: `${Bucket}-missing` };
      await expect(client.send(new HeadBucketCommand(missing))).rejects.toThrow(refusal('NotFound', 404));
      await expect(client.send(new ListObjectsV2Command(missing))).rejects.toThrow(refusal('NoSuchBucket', 404));
      await expect(client.send(new PutObjectCommand({ ...missing, Key: 'x', Body: 'x' }))).rejects.toThrow(refusal('NoSuchBucket', 404));
    });
  });
}

/** Compares name and HTTP status of an error of S3. */
function refusal(name: string, status: number) {
  return expect.objectContaining({ name, $metadata: expect.objectContaining({ httpStatusCode: status }) });
}
