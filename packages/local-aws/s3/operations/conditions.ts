import { notImplemented, s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import type { ObjectRecord } from '../state/records';

/**
 * Whether a reader has the object already. If-Match wins over If-Unmodified-Since, and If-None-Match over If-Modified-Since. Throws PreconditionFailed.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function isNotModified(request: S3Request, object: ObjectRecord): boolean {
  const conditions = readConditions(request, '');
  mustMatch(conditions, object, 'If-Match', 'If-Unmodified-Since');
  return isUnchanged(conditions, object);
}

/** The same for the source of a copy, where an unchanged source is a failed condition too. */
export function checkCopySource(request: S3Request, source: ObjectRecord): void {
  const conditions = readConditions(request, 'x-amz-copy-source-');
  mustMatch(conditions, source, 'x-amz-copy-source-If-Match', 'x-amz-copy-source-If-Unmodified-Since');
  if (isUnchanged(conditions, source)) throw s3Error('PreconditionFailed', { Condition: 'x-amz-copy-source-If-None-Match' });
}

/**
 * A write's condition on what the key holds at that moment; it is to be asked under the key's lock.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function writeCondition(request: S3Request): (current: ObjectRecord | undefined) => void {
  const ifMatch = request.header('if-match');
  const ifNoneMatch = request.header('if-none-match');
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw notImplemented('If-None-Match with an ETag on a write');
  return current => {
    if (ifNoneMatch !== undefined && current) throw s3Error('PreconditionFailed', { Condition: 'If-None-Match' });
    mustStillBe(ifMatch, request.key, current);
  };
}

/** The condition If-Match of a write or a delete. Throws NoSuchKey, PreconditionFailed. */
export function mustStillBe(expected: string | undefined, key: string | undefined, current: ObjectRecord | undefined): void {
  if (expected === undefined) return;
  if (!current) throw s3Error('NoSuchKey', { Key: key });
  if (!matches(expected, current)) throw s3Error('PreconditionFailed', { Condition: 'If-Match' });
}

/** An ETag, with or without quotes, a list of them, or `*`. */
export function matches(expected: string, { etag }: ObjectRecord): boolean {
  return expected.split(',').some(one => {
    const tag = one.trim().replace(/^W\//, '');
    return tag === '*' || tag.replace(/^"(.*)"$/, '$1') === etag;
  });
}

interface ReadConditions {
  readonly match: string | undefined;
  readonly noneMatch: string | undefined;
  /** Milliseconds; a date that cannot be read is no condition. */
  readonly modifiedSince: number;
  readonly unmodifiedSince: number;
}

function readConditions(request: S3Request, prefix: string): ReadConditions {
  return {
    match: request.header(`${prefix}if-match`),
    noneMatch: request.header(`${prefix}if-none-match`),
    modifiedSince: Date.parse(request.header(`${prefix}if-modified-since`) ?? ''),
    unmodifiedSince: Date.parse(request.header(`${prefix}if-unmodified-since`) ?? ''),
  };
}

function mustMatch({ match, unmodifiedSince }: ReadConditions, object: ObjectRecord, matchName: string, sinceName: string): void {
  if (match !== undefined) {
    if (!matches(match, object)) throw s3Error('PreconditionFailed', { Condition: matchName });
  } else if (Date.parse(object.lastModified) > unmodifiedSince) {
    throw s3Error('PreconditionFailed', { Condition: sinceName });
  }
}

function isUnchanged({ noneMatch, modifiedSince }: ReadConditions, object: ObjectRecord): boolean {
  if (noneMatch !== undefined) return matches(noneMatch, object);
  return Date.parse(object.lastModified) <= modifiedSince;
}
