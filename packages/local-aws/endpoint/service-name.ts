import type { IncomingMessage } from 'node:http';

/** The targets of JSON services whose name in a signature is another. */
const TARGETS: ReadonlyMap<string, string> = new Map([
  ['AWSStepFunctions', 'states'],
  ['AWSGlue', 'glue'],
  ['AmazonAthena', 'athena'],
  ['AWSEvents', 'events'],
]);

/**
 * The service that a request is for, by the name in its signature's scope. A request without such a signature is recognized by its target header
 * or its path; all others are for S3, which takes requests without any.
 */
export function serviceOf({ headers, url = '/' }: Pick<IncomingMessage, 'headers' | 'url'>): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const prefix = target.split('.')[0] ?? '';
    return TARGETS.get(prefix) ?? scopeOf(headers.authorization) ?? target;
  }
  const signed = scopeOf(headers.authorization) ?? scopeOf(new URLSearchParams(url.split('?')[1]).get('X-Amz-Credential') ?? undefined);
  if (signed !== undefined) return signed;
  if (url === '/_clock' || url === '/_clean') return url.slice(2);
  return url.startsWith('/2015-03-31/functions') ? 'lambda' : 's3';
}

/** `key/20261130/us-east-1/sqs/aws4_request` names `sqs`. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html */
function scopeOf(signature = ''): string | undefined {
  return /\/\d{8}\/[\w*-]+\/([\w.-]+)\/aws4_request/.exec(signature)?.[1];
}
