import { s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import { xmlDocument } from '../protocol/xml';
import { listPage, type Page } from './list-page';
import { type Encode, encodingOf, limitOf } from './list-parameters';
import { storageClassOf } from './object-headers';
import { bucketOf, type Operation } from './operation';

export const listObjectsV2: Operation = async (context, request) => {
  const { query } = request;
  const bucket = bucketOf(context, request);
  const token = query.get('continuation-token');
  const parameters = commonParameters(request);
  const page = listPage(bucket.objects, { ...parameters, after: token === null ? (query.get('start-after') ?? '') : decodeToken(token) });
  const { encode } = parameters;
  return {
    status: 200,
    body: xmlDocument('ListBucketResult', {
      Name: bucket.record.name,
      Prefix: encode(parameters.prefix),
      StartAfter: query.has('start-after') ? encode(query.get('start-after') ?? '') : undefined,
      ContinuationToken: token ?? undefined,
      NextContinuationToken: page.next === undefined ? undefined : encodeToken(page.next),
      KeyCount: page.objects.length + page.commonPrefixes.length,
      MaxKeys: parameters.limit,
      Delimiter: parameters.delimiter ? encode(parameters.delimiter) : undefined,
      EncodingType: query.get('encoding-type') ?? undefined,
      IsTruncated: page.next !== undefined,
      ...pageElements(page, encode, query.get('fetch-owner') === 'true'),
    }),
  };
};

/** ListObjects, the first version: the marker is the last key of the page, or, with a delimiter, NextMarker. */
export const listObjects: Operation = async (context, request) => {
  const { query } = request;
  const bucket = bucketOf(context, request);
  const parameters = commonParameters(request);
  const page = listPage(bucket.objects, { ...parameters, after: query.get('marker') ?? '' });
  const { encode } = parameters;
  return {
    status: 200,
    body: xmlDocument('ListBucketResult', {
      Name: bucket.record.name,
      Prefix: encode(parameters.prefix),
      Marker: encode(query.get('marker') ?? ''),
      NextMarker: page.next === undefined || !parameters.delimiter ? undefined : encode(page.next),
      MaxKeys: parameters.limit,
      Delimiter: parameters.delimiter ? encode(parameters.delimiter) : undefined,
      EncodingType: query.get('encoding-type') ?? undefined,
      IsTruncated: page.next !== undefined,
      ...pageElements(page, encode, true),
    }),
  };
};

/** ListObjectVersions, which tools that empty a bucket rely on: without versioning every object has one, `null`. */
export const listObjectVersions: Operation = async (context, request) => {
  const { query } = request;
  const bucket = bucketOf(context, request);
  const parameters = commonParameters(request);
  const { encode } = parameters;
  const page = listPage(bucket.objects, { ...parameters, after: query.get('key-marker') ?? '' });
  const { Contents, CommonPrefixes } = pageElements(page, encode, true);
  return {
    status: 200,
    body: xmlDocument('ListVersionsResult', {
      Name: bucket.record.name,
      Prefix: encode(parameters.prefix),
      KeyMarker: encode(query.get('key-marker') ?? ''),
      VersionIdMarker: query.get('version-id-marker') ?? '',
      NextKeyMarker: page.next === undefined ? undefined : encode(page.next),
      NextVersionIdMarker: page.next === undefined ? undefined : 'null',
      MaxKeys: parameters.limit,
      Delimiter: parameters.delimiter ? encode(parameters.delimiter) : undefined,
      EncodingType: query.get('encoding-type') ?? undefined,
      IsTruncated: page.next !== undefined,
      Version: Contents.map(version => ({ ...version, VersionId: 'null', IsLatest: true })),
      CommonPrefixes,
    }),
  };
};

/** Everything is the laptop's own. */
export const OWNER = { ID: '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a', DisplayName: 'laptop' };

function commonParameters(request: S3Request) {
  return {
    prefix: request.query.get('prefix') ?? '',
    delimiter: request.query.get('delimiter') ?? '',
    limit: limitOf(request, 'max-keys'),
    encode: encodingOf(request),
  };
}

function pageElements({ objects, commonPrefixes }: Page, encode: Encode, withOwner: boolean) {
  return {
    Contents: objects.map(object => ({
      Key: encode(object.key),
      LastModified: object.lastModified,
      ETag: `"${object.etag}"`,
      ChecksumAlgorithm: object.checksum?.algorithm,
      ChecksumType: object.checksum?.type,
      Size: object.size,
      ...(withOwner && { Owner: OWNER }),
      StorageClass: storageClassOf(object),
    })),
    CommonPrefixes: commonPrefixes.map(prefix => ({ Prefix: encode(prefix) })),
  };
}

function encodeToken(after: string): string {
  return Buffer.from(after).toString('base64');
}

function decodeToken(token: string): string {
  const after = Buffer.from(token, 'base64');
  if (after.length > 0 && after.toString('base64') === token) return after.toString('utf8');
  throw s3Error(
    'InvalidArgument',
    { ArgumentName: 'continuation-token', ArgumentValue: token },
    'The continuation token provided is incorrect',
  );
}
