import type { Checksum } from '../integrity/checksum';
import type { Xml } from '../protocol/xml';

/** A checksum as S3's XML has it: `<ChecksumCRC32>…</ChecksumCRC32><ChecksumType>…`. */
export function checksumElements({ checksum }: { readonly checksum?: Checksum }): Readonly<Record<string, Xml>> {
  return checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type } : {};
}
