import { s3Error } from './s3-error';
import type { S3Request } from './s3-request';

const MAX_SECONDS = 7 * 24 * 60 * 60;
/** How far the signer's clock may be ahead. */
const MAX_SKEW_MS = 15 * 60 * 1000;

/**
 * A presigned URL is honoured from when it was signed until it expires; its signature is not checked.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function refuseExpired({ query }: S3Request, now: Date): void {
  const expires = query.has('X-Amz-Signature') ? version4(query, now) : version2(query);
  if (expires === undefined || now.getTime() <= expires) return;
  const fields = { 'X-Amz-Expires': query.get('X-Amz-Expires') ?? undefined, Expires: new Date(expires).toISOString() };
  throw s3Error('AccessDenied', { ...fields, ServerTime: now.toISOString() }, 'Request has expired');
}

/** Milliseconds since 1970. */
function version4(query: URLSearchParams, now: Date): number {
  const written = query.get('X-Amz-Date') ?? '';
  const signedAt = Date.parse(written.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!/^\d{8}T\d{6}Z$/.test(written) || Number.isNaN(signedAt))
    throw s3Error('AuthorizationQueryParametersError', {}, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  const seconds = /^\d{1,6}$/.test(query.get('X-Amz-Expires') ?? '') ? Number(query.get('X-Amz-Expires')) : Number.NaN;
  if (!(seconds >= 1 && seconds <= MAX_SECONDS)) throw s3Error('AuthorizationQueryParametersError');
  if (signedAt > now.getTime() + MAX_SKEW_MS) throw s3Error('AccessDenied', { ServerTime: now.toISOString() }, 'Request is not valid yet');
  return signedAt + seconds * 1000;
}

/** The older form, which boto3 still makes by default. */
function version2(query: URLSearchParams): number | undefined {
  const expires = query.get('Expires');
  if (!query.has('Signature') || expires === null) return undefined;
  if (/^\d{1,12}$/.test(expires)) return Number(expires) * 1000;
  throw s3Error('AccessDenied', {}, `Invalid date (should be seconds since epoch): ${expires}`);
}
