import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { bodyOf } from '../integrity/body';
import { type ChecksumAlgorithm, createDigest, fullChecksum } from '../integrity/checksum';
import { createIntegrity, type Verified } from '../integrity/integrity';
import { s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import { parseXml } from '../protocol/xml';
import type { Incoming } from '../state/incoming';
import type { Context } from './operation';

/** A thousand keys of 1,024 bytes, escaped, or ten thousand parts. */
const MAX_DOCUMENT = 8 * 1024 * 1024;

export interface Received extends Verified {
  readonly incoming: Incoming;
}

/** Receives a request's payload to disk, and holds it to everything that the client claims of it. */
export async function receivePayload({ storage, patience }: Context, request: S3Request): Promise<Received> {
  const body = bodyOf(request, patience);
  const integrity = createIntegrity(request);
  const incoming = await storage.receive(body.bytes, chunk => integrity.update(chunk));
  try {
    return { incoming, ...(await integrity.verify(body.trailers)) };
  } catch (error) {
    await storage.drop(incoming);
    throw error;
  }
}

/** Receives bytes that no client makes claims about. */
export async function receiveTrusted(
  { storage }: Context,
  bytes: AsyncIterable<Uint8Array>,
  algorithm?: ChecksumAlgorithm,
): Promise<Received> {
  const md5 = createHash('md5');
  const digest = algorithm && createDigest(algorithm);
  const incoming = await storage.receive(bytes, chunk => {
    md5.update(chunk);
    digest?.update(chunk);
  });
  return { incoming, md5: md5.digest('hex'), ...(algorithm && digest && { checksum: await fullChecksum(algorithm, digest) }) };
}

/** A payload that is an XML document of at most `mostTags` tags. */
export async function readDocument<T>(request: S3Request, shape: z.ZodType<T>, mostTags: number): Promise<T> {
  const body = bodyOf(request);
  if (body.length > MAX_DOCUMENT) throw s3Error('MalformedXML', { MaxSizeAllowed: MAX_DOCUMENT });
  const integrity = createIntegrity(request);
  const chunks: Buffer[] = [];
  for await (const chunk of body.bytes) {
    integrity.update(chunk);
    chunks.push(chunk);
  }
  await integrity.verify(body.trailers);
  return parseXml(Buffer.concat(chunks).toString('utf8'), shape, mostTags);
}
