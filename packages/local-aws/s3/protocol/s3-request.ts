import type { IncomingMessage } from 'node:http';
import { s3Error } from './s3-error';

/** A request in S3's terms. */
export interface S3Request {
  readonly method: string;
  /** Absent when the request is to the service itself. */
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  readonly query: URLSearchParams;
  readonly message: IncomingMessage;
  /** A header by its name in lower case. A presigned URL may carry the `x-amz-…` headers in its query. */
  header(name: string): string | undefined;
}

const MAX_KEY_BYTES = 1024;

export function parseRequest(message: IncomingMessage): S3Request {
  const [path = '', queryString = ''] = splitOnce(message.url ?? '/', '?');
  const query = new URLSearchParams(queryString);
  const [bucket, key] = splitOnce(path.replace(/^https?:\/\/[^/]*/, '').replace(/^\//, ''), '/').map(decode);
  if (key !== undefined) checkKey(key);
  return {
    method: message.method ?? 'GET',
    bucket: bucket || undefined,
    key: key || undefined,
    query,
    message,
    header(name) {
      const value = message.headers[name];
      if (value !== undefined) return Array.isArray(value) ? value.join(',') : value;
      return name.startsWith('x-amz-') ? (query.get(name) ?? undefined) : undefined;
    },
  };
}

/** `bucket/key` of `x-amz-copy-source`, percent-encoded, perhaps with a slash before it and a version behind. */
export function parseCopySource(value: string): { readonly bucket: string; readonly key: string } {
  const [path = '', version] = splitOnce(value, /\?versionId=/);
  const [bucket, key] = splitOnce(path.replace(/^\//, ''), '/').map(decode);
  if (!bucket || !key) {
    const message = 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey';
    throw s3Error('InvalidArgument', { ArgumentName: 'x-amz-copy-source', ArgumentValue: value }, message);
  }
  if (version !== undefined && version !== 'null') throw s3Error('NoSuchVersion', { Key: key, VersionId: version });
  return { bucket, key };
}

function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > MAX_KEY_BYTES) throw s3Error('KeyTooLongError', { Size: size, MaxSizeAllowed: MAX_KEY_BYTES });
}

/** S3 takes a bare `+` in a path for a space; every client writes a plus as `%2B`. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw s3Error('InvalidURI', { URI: text });
  }
}

function splitOnce(text: string, separator: string | RegExp): string[] {
  const at = typeof separator === 'string' ? text.indexOf(separator) : text.search(separator);
  if (at < 0) return [text];
  const length = typeof separator === 'string' ? separator.length : (separator.exec(text)?.[0].length ?? 0);
  return [text.slice(0, at), text.slice(at + length)];
}
