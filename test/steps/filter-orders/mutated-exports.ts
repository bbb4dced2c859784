import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ReferenceSettings } from './reference/read-whole-file';
import { SHOP_EXPORTS } from './shop-exports';

const FOLDER = join(__dirname, 'exports');
const FILES: readonly { readonly bytes: Uint8Array; readonly settings: ReferenceSettings }[] = [
  ...readdirSync(FOLDER).map(name => ({ bytes: readFileSync(join(FOLDER, name)), settings: {} })),
  ...SHOP_EXPORTS.map(({ file, settings = {} }) => ({ bytes: typeof file === 'string' ? Buffer.from(file, 'utf8') : file, settings })),
];

/** Exports in the form of real ones in which bytes, fields or rows are swapped, deleted, doubled or replaced. */
export function mutatedExports(): fc.Arbitrary<{ readonly bytes: Uint8Array; readonly settings: ReferenceSettings }> {
  return fc
    .record({ file: fc.constantFrom(...FILES), changes: fc.array(change, { minLength: 1, maxLength: 4 }) })
    .map(({ file: { bytes, settings }, changes }) => ({
      bytes: changes.reduce<Buffer>((former, alter) => alter(former), Buffer.from(bytes)),
      settings,
    }));
}

type Change = (bytes: Buffer) => Buffer;

/** A share of the file; seldom its header, whose changes mostly leave nothing to read. */
const place = fc.oneof(
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }) },
  { weight: 4, arbitrary: fc.double({ min: 0.5, max: 1, noNaN: true, maxExcluded: true }) },
);
const at = (share: number, length: number) => Math.floor(share * length);

const ofBytes: fc.Arbitrary<Change> = fc
  .record({ place, length: fc.integer({ min: 1, max: 4 }), kind: fc.constantFrom('delete', 'double', 'swap', 'insert'), other: place })
  .chain(({ place: share, length, kind, other }) =>
    fc
      .constantFrom('"', ',', ';', '\t', '\n', '\r', '\0', ' ', '.', '-', '/', '€', '\u00a0', '0', '1', '9', '\ufeff')
      .map(inserted => (bytes: Buffer): Buffer => {
        const from = at(share, bytes.length);
        const to = Math.min(from + length, bytes.length);
        const part = bytes.subarray(from, to);
        if (kind === 'delete') return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
        if (kind === 'double') return Buffer.concat([bytes.subarray(0, to), part, bytes.subarray(to)]);
        if (kind === 'insert') return Buffer.concat([bytes.subarray(0, from), Buffer.from(inserted), bytes.subarray(from)]);
        const rest = Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
        const there = at(other, rest.length);
        return Buffer.concat([rest.subarray(0, there), part, rest.subarray(there)]);
      }),
  );

/** Lists of rows, or of the fields of a row, in which one is moved, deleted, doubled or replaced by another. */
const ofParts: fc.Arbitrary<Change> = fc
  .record({ from: place, to: place, row: place, kind: fc.constantFrom('move', 'delete', 'double', 'replace'), fields: fc.boolean() })
  .map(({ from, to, row, kind, fields }) => {
    const alter = (parts: string[]): string[] => {
      const one = at(from, parts.length);
      const other = at(to, parts.length);
      const part = parts[one] ?? '';
      if (kind === 'delete') return parts.toSpliced(one, 1);
      if (kind === 'double') return parts.toSpliced(one, 0, part);
      if (kind === 'replace') return parts.toSpliced(other, 1, part);
      return parts.toSpliced(one, 1).toSpliced(other, 0, part);
    };
    return bytes => {
      const rows = bytes.toString('latin1').split('\n');
      if (!fields) return Buffer.from(alter(rows).join('\n'), 'latin1');
      const index = at(row, rows.length);
      const delimiter = [';', '\t', '|'].find(mark => rows[0]?.includes(mark)) ?? ',';
      return Buffer.from(rows.with(index, alter((rows[index] ?? '').split(delimiter)).join(delimiter)).join('\n'), 'latin1');
    };
  });

const change = fc.oneof(ofBytes, ofParts);
