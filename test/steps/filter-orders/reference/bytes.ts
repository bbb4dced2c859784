import { gunzipSync } from 'node:zlib';
import { FileError } from './errors';

export interface Character {
  readonly text: string;
  /** Bytes of UTF-8 in front of it. */
  readonly offset: number;
}

export interface Text {
  readonly characters: readonly Character[];
  /** The text ends at bytes that are no text of the encoding. */
  readonly cutByBadByte: boolean;
  readonly size: number;
  readonly encoding: string;
  readonly singleByte: boolean;
}

export function uncompress(bytes: Uint8Array): { content: Uint8Array; compression: 'gzip' | null } {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { content: bytes, compression: null };
  try {
    return { content: gunzipSync(bytes), compression: 'gzip' };
  } catch {
    throw new FileError('BadGzip');
  }
}

const FIRST_BYTES = [
  [0x50, 0x4b, 0x03, 0x04], // ZIP, so xlsx and ods too
  [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], // Excel before 2007
  [0x25, 0x50, 0x44, 0x46], // PDF
  [0x50, 0x41, 0x52, 0x31], // Parquet
  [0x89, 0x50, 0x4e, 0x47], // PNG
  [0xff, 0xd8, 0xff], // JPEG
  [0x47, 0x49, 0x46, 0x38], // GIF
];

export function refuseOtherFormats(content: Uint8Array): void {
  if (FIRST_BYTES.some(first => first.every((byte, index) => content[index] === byte))) throw new FileError('NotCsv');
  const start = Buffer.from(content.subarray(0, 1000)).toString('latin1').replace('\u00ef\u00bb\u00bf', '').trimStart().toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) throw new FileError('NotCsv');
}

export function decodeText(content: Uint8Array, label: string | undefined): Text {
  const [byMark, markLength] = mark(content);
  const bySetting = label === undefined ? undefined : canonical(label);
  const encoding = byMark ?? bySetting ?? 'utf-8';
  const characters: Character[] = [];
  let size = 0;
  const add = (text: string) => {
    for (const character of text) {
      characters.push({ text: character, offset: size });
      size += Buffer.byteLength(character);
    }
  };
  const rest = content.subarray(markLength);
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let cutByBadByte = false;
  try {
    for (let at = 0; at < rest.length; at++) add(decoder.decode(rest.subarray(at, at + 1), { stream: true }));
    add(decoder.decode());
  } catch {
    cutByBadByte = true;
  }
  return { characters, cutByBadByte, size, encoding, singleByte: byMark === undefined && !MULTI_BYTE.test(encoding) };
}

export function isValidUtf8(content: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}

const MULTI_BYTE = /^(utf-|gb|big5|euc-|iso-2022|shift_jis)/;

function mark(content: Uint8Array): [encoding: string | undefined, length: number] {
  if (content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf) return ['utf-8', 3];
  if (content[0] === 0xff && content[1] === 0xfe) return ['utf-16le', 2];
  if (content[0] === 0xfe && content[1] === 0xff) return ['utf-16be', 2];
  return [undefined, 0];
}

function canonical(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new FileError('InvalidReading');
  }
}
