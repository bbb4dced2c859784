import { createHash } from 'node:crypto';
import { Crc32, Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';

/** The algorithms of `x-amz-checksum-…` with the length of their values in bytes. */
const ALGORITHMS = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32, SHA512: 64, MD5: 16 } as const;

export type ChecksumAlgorithm = keyof typeof ALGORITHMS;

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; of a composite one with the number of parts: `…==-3`. */
  readonly value: string;
  /** COMPOSITE is the checksum of the parts' checksums. */
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

export interface Digest {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array | Promise<Uint8Array>;
}

export const CHECKSUM_ALGORITHMS = Object.keys(ALGORITHMS).filter(isChecksumAlgorithm);

export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(ALGORITHMS, name);
}

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

export function isChecksumValue(algorithm: ChecksumAlgorithm, value: string): boolean {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === ALGORITHMS[algorithm] && bytes.toString('base64') === value;
}

export function createDigest(algorithm: ChecksumAlgorithm): Digest {
  const Crc = CRCS[algorithm];
  return Crc ? new Crc() : createHash(algorithm.toLowerCase());
}

/** The SDK's own, by which clients compute theirs. */
const CRCS: Partial<Record<ChecksumAlgorithm, new () => Digest>> = { CRC32: Crc32, CRC32C: Crc32c, CRC64NVME: Crc64Nvme };

/** The checksum in base64. */
export async function digestOf(digest: Digest): Promise<string> {
  return Buffer.from(await digest.digest()).toString('base64');
}

export async function fullChecksum(algorithm: ChecksumAlgorithm, digest: Digest): Promise<Checksum> {
  return { algorithm, type: 'FULL_OBJECT', value: await digestOf(digest) };
}
