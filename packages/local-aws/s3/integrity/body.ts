import { type Patience, withPatience } from '../../endpoint/patience';
import { notImplemented, s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import { decodeAwsChunked } from './aws-chunked';

/** A request's payload without its framing. */
export interface Body {
  readonly length: number;
  readonly bytes: AsyncIterable<Buffer>;
  /** Complete when the bytes have been read. */
  readonly trailers: ReadonlyMap<string, string>;
}

/** What one PUT may carry: 5 GiB. */
const MAX_LENGTH = 5 * 1024 ** 3;

/** Throws MissingContentLength, EntityTooLarge; while it is read, IncompleteBody, RequestTimeout. */
export function bodyOf(request: S3Request, patience?: Patience): Body {
  const streamed = isStreamed(request);
  const length = lengthOf(request, streamed);
  if (length > MAX_LENGTH) throw s3Error('EntityTooLarge', { ProposedSize: length, MaxSizeAllowed: MAX_LENGTH });
  const trailers = new Map<string, string>();
  const bytes = withPatience(request.message, () => s3Error('RequestTimeout'), patience);
  return { length, trailers, bytes: exactly(length, streamed ? decodeAwsChunked(bytes, trailers) : bytes) };
}

/** The encoding's name alone proves nothing: boto3 sends it for a body that is not framed, if configured so. */
function isStreamed(request: S3Request): boolean {
  const isNamed = /\baws-chunked\b/i.test(request.header('content-encoding') ?? '');
  const isMeasured = request.header('x-amz-decoded-content-length') !== undefined;
  return (request.header('x-amz-content-sha256') ?? '').startsWith('STREAMING-') || (isNamed && isMeasured);
}

function lengthOf(request: S3Request, streamed: boolean): number {
  const header = streamed ? 'x-amz-decoded-content-length' : 'content-length';
  const value = request.header(header);
  if (value !== undefined && /^\d+$/.test(value)) return Number(value);
  if (!streamed && request.header('transfer-encoding') !== undefined) throw notImplemented('Transfer-Encoding without aws-chunked');
  throw s3Error('MissingContentLength', { Header: header });
}

async function* exactly(length: number, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    yield chunk;
  }
  if (size !== length) throw s3Error('IncompleteBody', { ExpectedSize: length, ReceivedSize: size });
}
