import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as z from 'zod';
import {
  CHECKSUM_ALGORITHMS,
  type Checksum,
  type ChecksumAlgorithm,
  checksumHeader,
  createDigest,
  digestOf,
  fullChecksum,
} from '../integrity/checksum';
import { badChecksum, otherAlgorithm } from '../integrity/integrity';
import type { S3Response } from '../protocol/response';
import { s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import { xmlDocument } from '../protocol/xml';
import type { ObjectRecord, PartRecord, UploadRecord } from '../state/records';
import type { Upload } from '../state/uploads';
import { writeCondition } from './conditions';
import { createObject } from './create-object';
import { uploadIdOf } from './multipart';
import { checksumElements, ENCRYPTED } from './object-headers';
import { type Context, type Operation, type Target, targetOf } from './operation';
import { readDocument } from './payload';

/** The elements, opened and closed, of ten thousand parts. */
const MAX_TAGS = 10_000 * 10;

const MIN_PART = 5 * 1024 * 1024;

const PART = z.object({ PartNumber: z.string().regex(/^\d+$/).transform(Number), ETag: z.string() }).catchall(z.string());
const COMPLETE = z.object({ CompleteMultipartUpload: z.object({ Part: z.array(PART).min(1).max(10_000) }) });

/**
 * The parts, in their order, become one object, visible at once or not at all. Who asks again for what is done, since he did not hear the
 * answer or did not wait for it, gets the same answer.
 */
export const completeMultipartUpload: Operation = async (context, request) => {
  const target = targetOf(context, request);
  const { bucket, key } = target;
  const uploadId = uploadIdOf(request);
  const done = () => {
    const object = bucket.objects.get(key);
    return object?.uploadId === uploadId ? object : undefined;
  };
  try {
    return completed(request, done() ?? (await combine(context, request, target, uploadId)));
  } catch (error) {
    const object = done();
    if (object) return completed(request, object);
    // An abort in the meantime has removed the parts.
    bucket.uploads.get(uploadId, key);
    throw error;
  }
};

async function combine(context: Context, request: S3Request, target: Target, uploadId: string): Promise<ObjectRecord> {
  const { bucket, key } = target;
  const condition = writeCondition(request);
  const upload = bucket.uploads.get(uploadId, key);
  const { CompleteMultipartUpload } = await readDocument(withoutChecksum(request), COMPLETE, MAX_TAGS);
  const parts = chosenParts(upload, CompleteMultipartUpload.Part);
  condition(bucket.objects.get(key));

  const full = fullAlgorithm(request, upload.record);
  const digest = full && createDigest(full);
  const paths = parts.map(part => bucket.uploads.pathOf(uploadId, part));
  const incoming = await context.storage.receive(concatenate(paths), chunk => digest?.update(chunk));
  const checksum = full && digest ? await fullChecksum(full, digest) : await compositeChecksum(upload.record, parts);
  const object = await createObject(context, target, incoming, 'CompleteMultipartUpload', current => {
    condition(current);
    mustBeClaimed(request, checksum, incoming.size);
    // Another request may have completed or aborted it meanwhile.
    if (current?.uploadId === uploadId) throw s3Error('NoSuchUpload', { UploadId: uploadId });
    bucket.uploads.get(uploadId, key);
    const { headers, initiated } = upload.record;
    return {
      headers,
      etag: etagOf(parts),
      lastModified: initiated,
      partSizes: parts.map(part => part.size),
      uploadId,
      ...(checksum && { checksum }),
    };
  });
  // Not before: if the disk had refused the object, the parts would be all there is of it.
  await bucket.uploads.remove(uploadId, key);
  return object;
}

/** The algorithm of the whole object's checksum. AWS computes a CRC64NVME where none was named, so a client may claim one. */
function fullAlgorithm(request: S3Request, { checksum }: UploadRecord): ChecksumAlgorithm | undefined {
  if (checksum) return checksum.type === 'FULL_OBJECT' ? checksum.algorithm : undefined;
  return request.header(checksumHeader('CRC64NVME')) === undefined ? undefined : 'CRC64NVME';
}

function completed(request: S3Request, object: ObjectRecord): S3Response {
  const { bucket = '', message } = request;
  return {
    status: 200,
    headers: ENCRYPTED,
    body: xmlDocument('CompleteMultipartUploadResult', {
      Location: `http://${message.headers.host ?? '127.0.0.1'}/${bucket}/${encodeURIComponent(object.key)}`,
      Bucket: bucket,
      Key: object.key,
      ETag: `"${object.etag}"`,
      ...checksumElements(object),
    }),
  };
}

/** The checksum of this request's headers is the object's, not the document's. */
function withoutChecksum(request: S3Request): S3Request {
  return { ...request, header: name => (name.startsWith('x-amz-checksum-') ? undefined : request.header(name)) };
}

type NamedPart = z.infer<typeof PART>;

/** Throws InvalidPartOrder, InvalidPart, InvalidRequest, EntityTooSmall. */
function chosenParts({ record, parts }: Upload, named: readonly NamedPart[]): readonly PartRecord[] {
  const chosen = named.map((name, index) => {
    if (index > 0 && name.PartNumber <= (named[index - 1]?.PartNumber ?? 0))
      throw s3Error('InvalidPartOrder', { UploadId: record.uploadId });
    const part = parts.get(name.PartNumber);
    const checksum = part?.checksum && name[`Checksum${part.checksum.algorithm}`];
    if (part && record.checksum?.type === 'COMPOSITE' && checksum === undefined) throw missingChecksum(record.checksum.algorithm, part);
    if (!part || part.etag !== name.ETag.trim().replace(/^"(.*)"$/, '$1') || (checksum ?? part.checksum?.value) !== part.checksum?.value) {
      throw s3Error('InvalidPart', { UploadId: record.uploadId, PartNumber: name.PartNumber, ETag: name.ETag });
    }
    return part;
  });
  for (const part of chosen.slice(0, -1)) {
    if (part.size >= MIN_PART) continue;
    throw s3Error('EntityTooSmall', { ProposedSize: part.size, MinSizeAllowed: MIN_PART, PartNumber: part.number, ETag: part.etag });
  }
  return chosen;
}

function missingChecksum(algorithm: ChecksumAlgorithm, { number }: PartRecord) {
  const message = `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`;
  return s3Error('InvalidRequest', {}, message);
}

async function* concatenate(paths: readonly string[]): AsyncGenerator<Buffer> {
  for (const path of paths) {
    yield* createReadStream(path, { highWaterMark: READ_SIZE });
  }
}

const READ_SIZE = 1024 * 1024;

/** The MD5 of the parts' MD5s, and their number. */
function etagOf(parts: readonly PartRecord[]): string {
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(etag, 'hex');
  return `${md5.digest('hex')}-${parts.length}`;
}

async function compositeChecksum({ checksum }: UploadRecord, parts: readonly PartRecord[]): Promise<Checksum | undefined> {
  if (checksum?.type !== 'COMPOSITE') return undefined;
  const { algorithm, type } = checksum;
  const digest = createDigest(algorithm);
  for (const part of parts) digest.update(Buffer.from(part.checksum?.value ?? '', 'base64'));
  return { algorithm, type, value: `${await digestOf(digest)}-${parts.length}` };
}

/** What the client says of the whole object. Throws BadDigest, InvalidRequest. */
function mustBeClaimed(request: S3Request, checksum: Checksum | undefined, size: number): void {
  const claimedSize = request.header('x-amz-mp-object-size');
  if (claimedSize !== undefined && Number(claimedSize) !== size) {
    throw s3Error(
      'InvalidRequest',
      {},
      `The provided 'x-amz-mp-object-size' header value ${claimedSize} does not match what was computed: ${size}`,
    );
  }
  const other = CHECKSUM_ALGORITHMS.find(name => name !== checksum?.algorithm && request.header(checksumHeader(name)) !== undefined);
  if (other) throw otherAlgorithm(checksum?.algorithm, other);
  if (!checksum) return;
  const { type } = checksum;
  if ((request.header('x-amz-checksum-type')?.toUpperCase() ?? type) !== type) {
    const message = `The upload was created using the ${type} checksum mode. The complete request must use the same checksum mode.`;
    throw s3Error('InvalidRequest', {}, message);
  }
  const claimed = request.header(checksumHeader(checksum.algorithm));
  const plain = (value: string) => value.replace(/-\d+$/, '');
  if (claimed !== undefined && plain(claimed) !== plain(checksum.value)) throw badChecksum(checksum.algorithm);
}
