import { xmlDocument } from '../protocol/xml';
import type { UploadRecord } from '../state/records';
import { OWNER } from './list-objects';
import { commonPrefix } from './list-page';
import { type Encode, encodingOf, integerOf, limitOf } from './list-parameters';
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
  const bucket = bucketOf(context, request);
  const encode = encodingOf(request);
  const limit = limitOf(request, 'max-uploads');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  const all = bucket.uploads
    .all()
    .map(upload => upload.record)
    .filter(({ key }) => key.startsWith(prefix));
  const at = all.findIndex(({ key, uploadId }) => key === keyMarker && uploadId === idMarker);
  const rest = at >= 0 ? all.slice(at + 1) : all.filter(({ key }) => Buffer.compare(Buffer.from(key), Buffer.from(keyMarker)) > 0);
  const shown = new Set([keyMarker]);
  const entries = rest.flatMap((upload): Entry[] => {
    const common = commonPrefix(upload.key, prefix, delimiter);
    if (common === undefined) return [{ marker: upload.key, upload }];
    if (shown.has(common)) return [];
    shown.add(common);
    return [{ marker: common }];
  });
  const page = entries.slice(0, limit);
  const last = page.at(-1);
  return {
    status: 200,
    body: xmlDocument('ListMultipartUploadsResult', {
      Bucket: bucket.record.name,
      KeyMarker: encode(keyMarker),
      UploadIdMarker: idMarker,
      NextKeyMarker: encode(last?.marker ?? ''),
      NextUploadIdMarker: last?.upload?.uploadId ?? '',
      Prefix: encode(prefix),
      Delimiter: delimiter ? encode(delimiter) : undefined,
      MaxUploads: limit,
      EncodingType: query.get('encoding-type') ?? undefined,
      IsTruncated: entries.length > page.length,
      Upload: page.flatMap(({ upload }) => (upload ? [uploadElement(upload, encode)] : [])),
      CommonPrefixes: page.flatMap(({ marker, upload }) => (upload ? [] : [{ Prefix: encode(marker) }])),
    }),
  };
};

/** An upload, or, without one, all the uploads of a common prefix. */
interface Entry {
  readonly marker: string;
  readonly upload?: UploadRecord;
}

function uploadElement({ key, uploadId, initiated, checksum }: UploadRecord, encode: Encode) {
  return {
    Key: encode(key),
    UploadId: uploadId,
    Initiator: OWNER,
    Owner: OWNER,
    StorageClass: 'STANDARD',
    Initiated: initiated,
    ChecksumAlgorithm: checksum?.algorithm,
    ChecksumType: checksum?.type,
  };
}
