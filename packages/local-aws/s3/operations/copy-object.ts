import { checksumAlgorithm } from '../integrity/integrity';
import { s3Error } from '../protocol/s3-error';
import { parseCopySource, type S3Request } from '../protocol/s3-request';
import { xmlDocument } from '../protocol/xml';
import type { OpenObject } from '../state/bucket';
import type { ObjectRecord } from '../state/records';
import { checkCopySource, writeCondition } from './conditions';
import { createObject } from './create-object';
import { changesStorage, checksumElements, describedHeaders, ENCRYPTED, inheritedHeaders } from './object-headers';
import { type Context, type Operation, targetOf } from './operation';
import { receiveTrusted } from './payload';

/** What one copy may carry: 5 GiB; more is copied in parts. */
const MAX_COPY = 5 * 1024 ** 3;

export const copyObject: Operation = async (context, request) => {
  const target = targetOf(context, request);
  const condition = writeCondition(request);
  const { record: source, file } = await openCopySource(context, request);
  try {
    if (source.size > MAX_COPY) {
      throw s3Error(
        'InvalidRequest',
        {},
        `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_COPY}`,
      );
    }
    const headers = copiedHeaders(request, source, source === target.bucket.objects.get(target.key));
    const algorithm =
      checksumAlgorithm(request.header('x-amz-checksum-algorithm'), 'x-amz-checksum-algorithm') ?? source.checksum?.algorithm;
    const { incoming, md5, checksum } = await receiveTrusted(context, file.createReadStream({ autoClose: false }), algorithm);
    const object = await createObject(context, target, incoming, 'CopyObject', current => {
      condition(current);
      return { headers, etag: md5, ...(checksum && { checksum }) };
    });
    const { etag, lastModified } = object;
    return {
      status: 200,
      headers: ENCRYPTED,
      body: xmlDocument('CopyObjectResult', { LastModified: lastModified, ETag: `"${etag}"`, ...checksumElements(object) }),
    };
  } finally {
    await file.close();
  }
};

/** The object of `x-amz-copy-source`, held to the source's conditions. The caller closes the file. */
export async function openCopySource(context: Context, request: S3Request): Promise<OpenObject> {
  const { bucket, key } = parseCopySource(request.header('x-amz-copy-source') ?? '');
  const source = await context.storage.bucket(bucket).open(key);
  if (!source) throw s3Error('NoSuchKey', { Key: key });
  try {
    checkCopySource(request, source.record);
    return source;
  } catch (error) {
    await source.file.close();
    throw error;
  }
}

/** The source's headers or the request's, as the directive says. */
function copiedHeaders(request: S3Request, source: ObjectRecord, isSame: boolean): Readonly<Record<string, string>> {
  const directive = request.header('x-amz-metadata-directive') ?? 'COPY';
  if (directive === 'REPLACE') return describedHeaders(request);
  if (directive !== 'COPY') {
    throw s3Error('InvalidArgument', { ArgumentName: 'x-amz-metadata-directive', ArgumentValue: directive }, 'Unknown metadata directive.');
  }
  if (isSame && !changesStorage(request)) throw s3Error('InvalidRequest', {}, POINTLESS);
  return inheritedHeaders(request, source);
}

const POINTLESS =
  "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.";
