import { notImplemented } from '../protocol/s3-error';
import { xmlDocument } from '../protocol/xml';
import { OWNER } from './list-objects';
import { encodingOf, integerOf, limitOf } from './list-parameters';
import { uploadIdOf } from './multipart';
import { checksumElements } from './object-headers';
import { bucketOf, type Operation, targetOf } from './operation';

export const listParts: Operation = async (context, request) => {
  const { bucket, key } = targetOf(context, request);
  const { record, parts } = bucket.uploads.get(uploadIdOf(request), key);
  const limit = limitOf(request, 'max-parts');
  const marker = integerOf(request, 'part-number-marker', 0);
  const rest = [...parts.values()].sort((a, b) => a.number - b.number).filter(part => part.number > marker);
  const page = rest.slice(0, limit);
  return {
    status: 200,
    body: xmlDocument('ListPartsResult', {
      Bucket: bucket.record.name,
      Key: encodingOf(request)(key),
      UploadId: record.uploadId,
      Initiator: OWNER,
      Owner: OWNER,
      StorageClass: 'STANDARD',
      PartNumberMarker: marker,
      NextPartNumberMarker: page.at(-1)?.number ?? marker,
      MaxParts: limit,
      IsTruncated: rest.length > page.length,
      ChecksumAlgorithm: record.checksum?.algorithm,
      ChecksumType: record.checksum?.type,
      Part: page.map(part => ({
        PartNumber: part.number,
        LastModified: part.lastModified,
        ETag: `"${part.etag}"`,
        Size: part.size,
        ...checksumElements(part),
        ChecksumType: undefined,
      })),
    }),
  };
};

export const listMultipartUploads: Operation = async (context, request) => {
  const { query } = request;
  if (query.get('delimiter')) throw notImplemented('ListMultipartUploads with a delimiter');
  const bucket = bucketOf(context, request);
  const encode = encodingOf(request);
  const limit = limitOf(request, 'max-uploads');
  const prefix = query.get('prefix') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  const all = bucket.uploads
    .all()
    .map(upload => upload.record)
    .filter(({ key }) => key.startsWith(prefix));
  const at = all.findIndex(({ key, uploadId }) => key === keyMarker && uploadId === idMarker);
  const rest = at >= 0 ? all.slice(at + 1) : all.filter(({ key }) => Buffer.compare(Buffer.from(key), Buffer.from(keyMarker)) > 0);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    status: 200,
    body: xmlDocument('ListMultipartUploadsResult', {
      Bucket: bucket.record.name,
      KeyMarker: encode(keyMarker),
      UploadIdMarker: idMarker,
      NextKeyMarker: encode(last?.key ?? ''),
      NextUploadIdMarker: last?.uploadId ?? '',
      Prefix: encode(prefix),
      MaxUploads: limit,
      EncodingType: query.get('encoding-type') ?? undefined,
      IsTruncated: rest.length > page.length,
      Upload: page.map(({ key, uploadId, initiated, checksum }) => ({
        Key: encode(key),
        UploadId: uploadId,
        Initiator: OWNER,
        Owner: OWNER,
        StorageClass: 'STANDARD',
        Initiated: initiated,
        ChecksumAlgorithm: checksum?.algorithm,
        ChecksumType: checksum?.type,
      })),
    }),
  };
};
