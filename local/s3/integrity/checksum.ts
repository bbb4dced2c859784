import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { createCrc32c, createCrc64Nvme } from './crc';

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
  digest(): Buffer;
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
  if (algorithm === 'CRC32') return createCrc32();
  if (algorithm === 'CRC32C') return createCrc32c();
  if (algorithm === 'CRC64NVME') return createCrc64Nvme();
  return createHash(algorithm.toLowerCase());
}

export function fullChecksum(algorithm: ChecksumAlgorithm, digest: Digest): Checksum {
  return { algorithm, type: 'FULL_OBJECT', value: digest.digest().toString('base64') };
}

function createCrc32(): Digest {
  let crc = 0;
  return {
    update(bytes) {
      crc = crc32(bytes, crc);
    },
    digest() {
      const value = Buffer.alloc(4);
      value.writeUInt32BE(crc);
      return value;
    },
  };
}
