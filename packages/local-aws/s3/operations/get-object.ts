import type { S3Response } from '../protocol/response';
import { s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import { xmlDocument } from '../protocol/xml';
import type { ObjectRecord } from '../state/records';
import { isNotModified, matches } from './conditions';
import { checksumHeaders, responseHeaders } from './object-headers';
import { type Operation, targetOf } from './operation';
import { partNumberOf } from './part-number';

/** GetObject. The file stays open while it is sent, so a reader gets the version that it began with. */
export const getObject: Operation = async (context, request) => {
  const { bucket, key } = targetOf(context, request);
  const opened = await bucket.open(key);
  if (!opened) throw s3Error('NoSuchKey', { Key: key });
  const { record, file } = opened;
  try {
    const { slice, ...response } = responseFor(request, record);
    if (slice) return { ...response, body: { file, ...slice } };
    await file.close();
    return response;
  } catch (error) {
    await file.close();
    throw error;
  }
};

/** HeadObject answers as GetObject would, without the bytes. */
export const headObject: Operation = async (context, request) => {
  const { bucket, key } = targetOf(context, request);
  const object = bucket.objects.get(key);
  if (!object) throw s3Error('NoSuchKey', { Key: key });
  const { slice: _, ...response } = responseFor(request, object);
  return response;
};

/** Tags cannot be set here, but a client that copies an object asks for them. */
export const getObjectTagging: Operation = async (context, request) => {
  const { bucket, key } = targetOf(context, request);
  if (!bucket.objects.get(key)) throw s3Error('NoSuchKey', { Key: key });
  return { status: 200, body: xmlDocument('Tagging', { TagSet: '' }) };
};

interface Slice {
  readonly start: number;
  readonly length: number;
}

/** What is answered, and which bytes follow, if any. */
function responseFor(request: S3Request, object: ObjectRecord): Omit<S3Response, 'body'> & { readonly slice?: Slice } {
  const headers = responseHeaders(object, request);
  if (isNotModified(request, object)) {
    return { status: 304, headers: { etag: headers.etag, 'last-modified': headers['last-modified'] } };
  }
  const part = partOf(request, object);
  const slice = part ?? rangeOf(request, object);
  if (!slice) {
    const checksums = request.header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED' ? checksumHeaders(object) : {};
    return { status: 200, headers: { ...headers, 'content-length': object.size, ...checksums }, slice: { start: 0, length: object.size } };
  }
  return {
    status: 206,
    headers: {
      ...headers,
      'content-length': slice.length,
      'content-range': slice.length > 0 ? `bytes ${slice.start}-${slice.start + slice.length - 1}/${object.size}` : undefined,
      'x-amz-mp-parts-count': part && object.partSizes ? object.partSizes.length : undefined,
    },
    slice,
  };
}

/** `partNumber=N`: an object that was not uploaded in parts is one part. */
function partOf({ query, header }: S3Request, { partSizes, size }: ObjectRecord): Slice | undefined {
  const value = query.get('partNumber');
  if (value === null) return undefined;
  if (header('range') !== undefined) throw s3Error('InvalidRequest', {}, 'Cannot specify both Range header and partNumber query parameter');
  const number = partNumberOf(value);
  const sizes = partSizes ?? [size];
  const length = sizes[number - 1];
  if (length === undefined) throw s3Error('InvalidPartNumber', { PartNumberRequested: value, ActualPartCount: sizes.length });
  return { start: sizes.slice(0, number - 1).reduce((sum, one) => sum + one, 0), length };
}

/** One range of bytes. S3 ignores a header that it cannot read, and several ranges. Throws InvalidRange. */
function rangeOf({ header }: S3Request, object: ObjectRecord): Slice | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header('range')?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const expected = header('if-range');
  if (expected !== undefined && !matches(expected, object) && Date.parse(expected) !== Date.parse(object.lastModified)) return undefined;
  const { size } = object;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= size || end <= start) throw s3Error('InvalidRange', { RangeRequested: header('range'), ActualObjectSize: size });
  return { start, length: end - start };
}
