import * as z from 'zod';
import { ServiceError } from '../../endpoint/service-error';
import { CHECKSUM_ALGORITHMS, checksumHeader } from '../integrity/checksum';
import { notImplemented, s3Error } from '../protocol/s3-error';
import { xmlDocument } from '../protocol/xml';
import { removeObject } from './delete-object';
import { bucketOf, type Operation } from './operation';
import { readDocument } from './payload';

const MAX_KEYS = 1000;

/** An object's elements, opened and closed, of each key. */
const MAX_TAGS = MAX_KEYS * 14;

const DELETE = z.object({
  Delete: z.object({
    Quiet: z.string().optional(),
    Object: z
      .array(z.object({ Key: z.string().min(1) }).catchall(z.string()))
      .min(1)
      .max(MAX_KEYS),
  }),
});

export const deleteObjects: Operation = async (context, request) => {
  const bucket = bucketOf(context, request);
  const proofs = ['content-md5', 'x-amz-trailer', ...CHECKSUM_ALGORITHMS.map(checksumHeader)];
  if (!proofs.some(proof => request.header(proof) !== undefined)) {
    throw s3Error('InvalidRequest', {}, 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  const { Delete } = await readDocument(request, DELETE, MAX_TAGS);
  const deleted: { Key: string }[] = [];
  const failed: { Key: string; Code: string; Message: string }[] = [];
  for (const { Key, VersionId, ETag, LastModifiedTime, Size } of Delete.Object) {
    try {
      if (LastModifiedTime !== undefined || Size !== undefined) throw notImplemented('Deleting by LastModifiedTime or Size');
      if (VersionId !== undefined && VersionId !== 'null') throw s3Error('NoSuchVersion');
      await removeObject(context, { bucket, key: Key }, ETag);
      deleted.push({ Key });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      failed.push({ Key, Code: error.code, Message: error.message });
    }
  }
  return { status: 200, body: xmlDocument('DeleteResult', { Deleted: Delete.Quiet === 'true' ? [] : deleted, Error: failed }) };
};
