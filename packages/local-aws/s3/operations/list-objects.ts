import { s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import { xmlDocument } from '../protocol/xml';
import type { ObjectRecord } from '../state/records';
import { listPage } from './list-page';
import { type Encode, encodingOf, limitOf } from './list-parameters';
import { storageClassOf } from './object-headers';
import { bucketOf, type Context, type Operation } from './operation';

export const listObjectsV2: Operation = async (context, request) => {
  const token = request.query.get('continuation-token');
  const startAfter = request.query.get('start-after');
  const { objects, commonPrefixes, next, encode, elements } = listing(context, request, token === null ? startAfter : decodeToken(token));
  const withOwner = request.query.get('fetch-owner') === 'true';
  return {
    status: 200,
    body: xmlDocument('ListBucketResult', {
      ...elements,
      StartAfter: startAfter === null ? undefined : encode(startAfter),
      ContinuationToken: token ?? undefined,
      NextContinuationToken: next === undefined ? undefined : encodeToken(next),
      KeyCount: objects.length + commonPrefixes.length,
      Contents: objects.map(object => ({ ...entry(object, encode), ...(withOwner && { Owner: OWNER }) })),
    }),
  };
};

/** ListObjects, the first version: the marker is the last key of the page, or, with a delimiter, NextMarker. */
export const listObjects: Operation = async (context, request) => {
  const marker = request.query.get('marker') ?? '';
  const { objects, next, encode, elements } = listing(context, request, marker);
  return {
    status: 200,
    body: xmlDocument('ListBucketResult', {
      ...elements,
      Marker: encode(marker),
      NextMarker: next === undefined || !request.query.get('delimiter') ? undefined : encode(next),
      Contents: objects.map(object => ({ ...entry(object, encode), Owner: OWNER })),
    }),
  };
};

/** ListObjectVersions, which tools that empty a bucket rely on: without versioning every object has one, `null`. */
export const listObjectVersions: Operation = async (context, request) => {
  const marker = request.query.get('key-marker') ?? '';
  const { objects, next, encode, elements } = listing(context, request, marker);
  return {
    status: 200,
    body: xmlDocument('ListVersionsResult', {
      ...elements,
      KeyMarker: encode(marker),
      VersionIdMarker: request.query.get('version-id-marker') ?? '',
      ...(next !== undefined && { NextKeyMarker: encode(next), NextVersionIdMarker: 'null' }),
      Version: objects.map(object => ({ ...entry(object, encode), Owner: OWNER, VersionId: 'null', IsLatest: true })),
    }),
  };
};

/** The owner of every object. */
export const OWNER = { ID: '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a', DisplayName: 'local' };

/** A page of a bucket, and the elements that every kind of listing has. */
function listing(context: Context, request: S3Request, after: string | null) {
  const { query } = request;
  const bucket = bucketOf(context, request);
  const encode = encodingOf(request);
  const limit = limitOf(request, 'max-keys');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const page = listPage(bucket.objects, { prefix, delimiter, limit, after: after ?? '' });
  const elements = {
    Name: bucket.record.name,
    Prefix: encode(prefix),
    MaxKeys: limit,
    Delimiter: delimiter ? encode(delimiter) : undefined,
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: page.next !== undefined,
    CommonPrefixes: page.commonPrefixes.map(common => ({ Prefix: encode(common) })),
  };
  return { ...page, encode, elements };
}

function entry(object: ObjectRecord, encode: Encode) {
  return {
    Key: encode(object.key),
    LastModified: object.lastModified,
    ETag: `"${object.etag}"`,
    ChecksumAlgorithm: object.checksum?.algorithm,
    ChecksumType: object.checksum?.type,
    Size: object.size,
    StorageClass: storageClassOf(object),
  };
}

function encodeToken(after: string): string {
  return Buffer.from(after).toString('base64');
}

function decodeToken(token: string): string {
  const after = Buffer.from(token, 'base64');
  if (after.length > 0 && after.toString('base64') === token) return after.toString('utf8');
  const argument = { ArgumentName: 'continuation-token', ArgumentValue: token };
  throw s3Error('InvalidArgument', argument, 'The continuation token provided is incorrect');
}
