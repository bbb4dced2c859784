import { s3Error } from './s3-error';
import type { S3Request } from './s3-request';

const MAX_SECONDS = 7 * 24 * 60 * 60;

/**
 * A presigned URL is honoured until it expires; its signature is not checked.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function refuseExpired({ query }: S3Request, now: Date): void {
  const expires = query.has('X-Amz-Signature') ? version4(query) : version2(query);
  if (expires === undefined || now.getTime() <= expires) return;
  const fields = { 'X-Amz-Expires': query.get('X-Amz-Expires') ?? undefined, Expires: new Date(expires).toISOString() };
  throw s3Error('AccessDenied', { ...fields, ServerTime: now.toISOString() }, 'Request has expired');
}

/** Milliseconds since 1970. */
function version4(query: URLSearchParams): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  const [year = Number.NaN, month = 0, ...rest] = parts.map(Number);
  const seconds = Number(query.get('X-Amz-Expires') ?? Number.NaN);
  const signedAt = Date.UTC(year, month - 1, ...rest);
  if (Number.isNaN(signedAt))
    throw s3Error('AuthorizationQueryParametersError', {}, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (!(seconds >= 1 && seconds <= MAX_SECONDS)) throw s3Error('AuthorizationQueryParametersError');
  return signedAt + seconds * 1000;
}

/** The older form, which boto3 still makes by default. */
function version2(query: URLSearchParams): number | undefined {
  const expires = query.get('Expires');
  return query.has('Signature') && expires !== null ? Number(expires) * 1000 : undefined;
}
