import { createHash, type Hash } from 'node:crypto';
import { notImplemented, s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import {
  CHECKSUM_ALGORITHMS,
  type Checksum,
  type ChecksumAlgorithm,
  checksumHeader,
  createDigest,
  fullChecksum,
  isChecksumAlgorithm,
  isChecksumValue,
} from './checksum';

/** Everything that a client claims about its payload, and the sums that prove it. */
export interface Integrity {
  update(bytes: Uint8Array): void;
  /** After the last byte: throws BadDigest, XAmzContentSHA256Mismatch, MalformedTrailerError or InvalidRequest where a claim is wrong. */
  verify(trailers: ReadonlyMap<string, string>): Promise<Verified>;
}

export interface Verified {
  /** In hex. */
  readonly md5: string;
  readonly checksum?: Checksum;
}

/** What a client says in headers and trailers, all of it optional. Throws InvalidRequest, InvalidDigest or NotImplemented for a claim that is none. */
export function createIntegrity(request: S3Request): Integrity {
  const md5 = createHash('md5');
  const expectedMd5 = contentMd5(request);
  const claim = claimedChecksum(request);
  const digest = claim && createDigest(claim.algorithm);
  const sha256 = payloadHash(request);
  return {
    update(bytes) {
      md5.update(bytes);
      digest?.update(bytes);
      sha256?.hash.update(bytes);
    },
    async verify(trailers) {
      const actualMd5 = md5.digest();
      if (expectedMd5 && !expectedMd5.equals(actualMd5)) {
        throw s3Error('BadDigest', { ExpectedDigest: expectedMd5.toString('base64'), CalculatedDigest: actualMd5.toString('base64') });
      }
      sha256?.verify();
      const md5Hex = actualMd5.toString('hex');
      if (!claim || !digest) return { md5: md5Hex };
      const checksum = await fullChecksum(claim.algorithm, digest);
      if (checksum.value !== (claim.value ?? trailerValue(claim.algorithm, trailers))) throw badChecksum(claim.algorithm);
      return { md5: md5Hex, checksum };
    },
  };
}

export function badChecksum(algorithm: ChecksumAlgorithm) {
  return s3Error('BadDigest', {}, `The ${algorithm} you specified did not match the calculated checksum.`);
}

/** A checksum of another algorithm than the upload's. */
export function otherAlgorithm(expected: ChecksumAlgorithm | undefined, actual: ChecksumAlgorithm | undefined) {
  const [wanted, got] = [expected, actual].map(algorithm => algorithm?.toLowerCase() ?? 'null');
  const message = `Checksum Type mismatch occurred, expected checksum Type: ${wanted}, actual checksum Type: ${got}`;
  return s3Error('InvalidRequest', {}, message);
}

/** The algorithm that a client names for what it uploads. Throws InvalidRequest for a name that S3 does not know. */
export function checksumAlgorithm(name: string | undefined, header: string): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined;
  const algorithm = name.toUpperCase();
  if (/^XXHASH(64|3|128)$/.test(algorithm)) throw notImplemented(`The checksum algorithm ${algorithm}`);
  if (!isChecksumAlgorithm(algorithm)) throw s3Error('InvalidRequest', {}, `Value for ${header} header is invalid.`);
  return algorithm;
}

interface Claim {
  readonly algorithm: ChecksumAlgorithm;
  /** Absent when a trailer will bring it. */
  readonly value?: string;
}

function claimedChecksum(request: S3Request): Claim | undefined {
  const unsupported = ['xxhash64', 'xxhash3', 'xxhash128'].find(name => request.header(`x-amz-checksum-${name}`) !== undefined);
  if (unsupported) throw notImplemented(`x-amz-checksum-${unsupported}`);
  const inHeaders = CHECKSUM_ALGORITHMS.flatMap(algorithm => {
    const value = request.header(checksumHeader(algorithm));
    return value === undefined ? [] : [{ algorithm, value }];
  });
  const trailer = request.header('x-amz-trailer')?.trim().toLowerCase();
  const named = checksumAlgorithm(request.header('x-amz-sdk-checksum-algorithm'), 'x-amz-sdk-checksum-algorithm');
  const claims: Claim[] = trailer === undefined ? inHeaders : [...inHeaders, { algorithm: trailerAlgorithm(trailer) }];
  if (claims.length > 1) {
    throw s3Error('InvalidRequest', {}, 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  }
  const [claim] = claims;
  if (named && !claim) {
    const message = 'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.';
    throw s3Error('InvalidRequest', {}, message);
  }
  if (named && claim?.algorithm !== named) throw s3Error('InvalidRequest', {}, 'Value for x-amz-sdk-checksum-algorithm header is invalid.');
  if (claim?.value !== undefined) mustBeValue(claim.algorithm, claim.value);
  return claim;
}

function trailerAlgorithm(trailer: string): ChecksumAlgorithm {
  const name = /^x-amz-checksum-(\w+)$/.exec(trailer)?.[1];
  const algorithm = checksumAlgorithm(name, 'x-amz-trailer');
  if (!algorithm) throw s3Error('InvalidRequest', {}, 'The value specified in the x-amz-trailer header is not supported');
  return algorithm;
}

function trailerValue(algorithm: ChecksumAlgorithm, trailers: ReadonlyMap<string, string>): string {
  const value = trailers.get(checksumHeader(algorithm));
  if (value === undefined) throw s3Error('MalformedTrailerError');
  mustBeValue(algorithm, value);
  return value;
}

function mustBeValue(algorithm: ChecksumAlgorithm, value: string): void {
  if (!isChecksumValue(algorithm, value)) {
    throw s3Error('InvalidRequest', {}, `Value for ${checksumHeader(algorithm)} header is invalid.`);
  }
}

function contentMd5(request: S3Request): Buffer | undefined {
  const value = request.header('content-md5');
  if (value === undefined) return undefined;
  if (!isChecksumValue('MD5', value)) throw s3Error('InvalidDigest', { 'Content-MD5': value });
  return Buffer.from(value, 'base64');
}

/** What `x-amz-content-sha256` may say instead of a hash. Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html */
const UNHASHED =
  /^(UNSIGNED-PAYLOAD|STREAMING-UNSIGNED-PAYLOAD-TRAILER|STREAMING-AWS4-(HMAC-SHA256|ECDSA-P256-SHA256)-PAYLOAD(-TRAILER)?)$/;

/** `x-amz-content-sha256` with a hash. Throws InvalidArgument for what is neither a hash nor a reason to have none. */
function payloadHash(request: S3Request): { readonly hash: Hash; verify(): void } | undefined {
  const claimed = request.header('x-amz-content-sha256');
  if (claimed === undefined || UNHASHED.test(claimed)) return undefined;
  if (!/^[0-9a-f]{64}$/i.test(claimed)) {
    const argument = { ArgumentName: 'x-amz-content-sha256', ArgumentValue: claimed };
    throw s3Error('InvalidArgument', argument, 'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-…, or a valid sha256 value.');
  }
  const hash = createHash('sha256');
  return {
    hash,
    verify() {
      const computed = hash.digest('hex');
      if (computed === claimed.toLowerCase()) return;
      throw s3Error('XAmzContentSHA256Mismatch', { ClientComputedContentSHA256: claimed, S3ComputedContentSHA256: computed });
    },
  };
}
