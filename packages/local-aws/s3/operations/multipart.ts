import { randomBytes } from 'node:crypto';
import { checksumAlgorithm, otherAlgorithm } from '../integrity/integrity';
import { s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import { xmlDocument } from '../protocol/xml';
import type { PartRecord, UploadRecord } from '../state/records';
import type { Upload } from '../state/uploads';
import { openCopySource } from './copy-object';
import { wholeSeconds } from './create-object';
import { checksumElements, checksumHeaders, describedHeaders, ENCRYPTED } from './object-headers';
import { type Context, type Operation, type Target, targetOf } from './operation';
import { partNumberOf } from './part-number';
import { type Received, receivePayload, receiveTrusted } from './payload';

export const createMultipartUpload: Operation = async (context, request) => {
  const { bucket, key } = targetOf(context, request);
  const checksum = wantedChecksum(request);
  const uploadId = randomBytes(48).toString('base64url');
  await bucket.uploads.start({
    uploadId,
    key,
    initiated: wholeSeconds(context.now()),
    headers: describedHeaders(request),
    ...(checksum && { checksum }),
  });
  return {
    status: 200,
    headers: {
      ...ENCRYPTED,
      'x-amz-checksum-algorithm': checksum?.algorithm,
      'x-amz-checksum-type': checksum?.type,
    },
    body: xmlDocument('InitiateMultipartUploadResult', { Bucket: bucket.record.name, Key: key, UploadId: uploadId }),
  };
};

export const uploadPart: Operation = async (context, request) => {
  const { target, upload, number } = partTarget(context, request);
  const expected = upload.record.checksum?.algorithm;
  const received = await receivePayload(context, request);
  if (expected && received.checksum?.algorithm !== expected) {
    await context.storage.drop(received.incoming);
    throw otherAlgorithm(expected, received.checksum?.algorithm);
  }
  const part = await savePart(context, target, upload, number, received);
  return {
    status: 200,
    headers: {
      etag: `"${part.etag}"`,
      ...ENCRYPTED,
      ...checksumHeaders(part),
      'x-amz-checksum-type': undefined,
    },
  };
};

export const uploadPartCopy: Operation = async (context, request) => {
  const { target, upload, number } = partTarget(context, request);
  const { record: source, file } = await openCopySource(context, request);
  try {
    const range = copiedRange(request, source.size);
    const bytes = file.createReadStream({ autoClose: false, ...range });
    const received = await receiveTrusted(context, bytes, upload.record.checksum?.algorithm);
    const part = await savePart(context, target, upload, number, received);
    const body = xmlDocument('CopyPartResult', {
      LastModified: part.lastModified,
      ETag: `"${part.etag}"`,
      ...checksumElements(part),
      ChecksumType: undefined,
    });
    return { status: 200, headers: ENCRYPTED, body };
  } finally {
    await file.close();
  }
};

export const abortMultipartUpload: Operation = async (context, request) => {
  const { bucket, key } = targetOf(context, request);
  await bucket.uploads.remove(uploadIdOf(request), key);
  return { status: 204 };
};

export function uploadIdOf({ query }: S3Request): string {
  return query.get('uploadId') ?? '';
}

const COMPOSITE_ONLY = ['SHA1', 'SHA256', 'SHA512', 'MD5'];

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
function wantedChecksum(request: S3Request): UploadRecord['checksum'] {
  const algorithm = checksumAlgorithm(request.header('x-amz-checksum-algorithm'), 'x-amz-checksum-algorithm');
  const asked = request.header('x-amz-checksum-type')?.toUpperCase();
  if (!algorithm && !asked) return undefined;
  if (!algorithm)
    throw s3Error('InvalidRequest', {}, 'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
  const type = asked ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const isPossible = type === 'COMPOSITE' ? algorithm !== 'CRC64NVME' : type === 'FULL_OBJECT' && !COMPOSITE_ONLY.includes(algorithm);
  if (!isPossible) {
    const message = `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`;
    throw s3Error('InvalidRequest', {}, message);
  }
  return { algorithm, type: type === 'COMPOSITE' ? 'COMPOSITE' : 'FULL_OBJECT' };
}

function partTarget(context: Context, request: S3Request): { readonly target: Target; readonly upload: Upload; readonly number: number } {
  const target = targetOf(context, request);
  const number = partNumberOf(request.query.get('partNumber') ?? '');
  return { target, number, upload: target.bucket.uploads.get(uploadIdOf(request), target.key) };
}

async function savePart(
  { storage, now }: Context,
  { bucket, key }: Target,
  { record }: Upload,
  number: number,
  { incoming, md5, checksum }: Received,
): Promise<PartRecord> {
  const { id, size } = incoming;
  const part = { number, id, size, etag: md5, lastModified: wholeSeconds(now()), ...(checksum && { checksum }) };
  try {
    await bucket.uploads.putPart(record.uploadId, key, incoming, part);
  } finally {
    await storage.drop(incoming);
  }
  return part;
}

/** `x-amz-copy-source-range: bytes=first-last`, both there and inside of the source. */
function copiedRange(request: S3Request, size: number): { readonly start: number; readonly end: number } | undefined {
  const value = request.header('x-amz-copy-source-range');
  if (value === undefined) return undefined;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(value) ?? [];
  const [start, end] = [Number(first), Number(last)];
  const argument = { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: value };
  if (first === undefined || start > end) {
    const message =
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy';
    throw s3Error('InvalidArgument', argument, message);
  }
  if (end >= size) throw s3Error('InvalidArgument', argument, `Range specified is not valid for source object of size: ${size}`);
  return { start, end };
}
