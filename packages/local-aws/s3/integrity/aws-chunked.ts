import { s3Error } from '../protocol/s3-error';

/** Longer lines are no chunk headers: size, signature and a trailer's value are far shorter. */
const MAX_LINE = 16 * 1024;

/**
 * Takes the framing off a body of content encoding `aws-chunked`, signed or not: `<size in hex>[;chunk-signature=…]`, the bytes, …, a chunk
 * of size 0, trailers. The trailers are put into `trailers` by their names in lower case.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html
 */
export async function* decodeAwsChunked(source: AsyncIterable<Buffer>, trailers: Map<string, string>): AsyncGenerator<Buffer> {
  const input = createInput(source);
  for (let size = await chunkSize(input); size > 0; size = await chunkSize(input)) {
    for (let left = size; left > 0; ) {
      const bytes = await input.take(left);
      left -= bytes.length;
      yield bytes;
    }
    if ((await input.line()) !== '') throw s3Error('IncompleteBody', {}, 'A chunk is longer than its header says');
  }
  for (let line = await input.line(); line; line = await input.line()) {
    const colon = line.indexOf(':');
    if (colon < 0) throw s3Error('MalformedTrailerError');
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

async function chunkSize(input: Input): Promise<number> {
  const line = await input.line();
  const size = /^([0-9a-f]{1,12})(;.*)?$/i.exec(line ?? '')?.[1];
  if (size === undefined) throw s3Error('IncompleteBody', {}, line === undefined ? undefined : 'A chunk has no size');
  return Number.parseInt(size, 16);
}

interface Input {
  /** At least one byte and at most `limit`. */
  take(limit: number): Promise<Buffer>;
  /** Up to the next line break; undefined at the end. */
  line(): Promise<string | undefined>;
}

function createInput(source: AsyncIterable<Buffer>): Input {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  /** False at the end. */
  async function more(): Promise<boolean> {
    const { done, value } = await chunks.next();
    if (done) return false;
    rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
    return true;
  }
  return {
    async take(limit) {
      if (rest.length === 0 && !(await more())) throw s3Error('IncompleteBody');
      const bytes = rest.subarray(0, limit);
      rest = rest.subarray(bytes.length);
      return bytes;
    },
    async line() {
      let end = rest.indexOf('\r\n');
      while (end < 0) {
        if (rest.length > MAX_LINE) throw s3Error('IncompleteBody', {}, 'A chunk has no header');
        if (!(await more())) {
          if (rest.length > 0) throw s3Error('IncompleteBody');
          return undefined;
        }
        end = rest.indexOf('\r\n');
      }
      const line = rest.toString('latin1', 0, end);
      rest = rest.subarray(end + 2);
      return line;
    },
  };
}
