import zlib from 'node:zlib';

interface Zstandard extends Pick<typeof zlib, 'constants'> {
  readonly zstdCompressSync?: (bytes: Uint8Array) => Buffer;
  readonly zstdDecompressSync?: (bytes: Uint8Array) => Buffer;
}

/** Node has it from 22.15 on, and so in Lambda; undefined in an older one. */
export const { zstdCompressSync, zstdDecompressSync }: Zstandard = zlib;
