import { isUtf8 } from 'node:buffer';
import { gunzipSync, gzipSync } from 'node:zlib';

/** The text of a stored file, in characters that lead back to the very same bytes. */
export interface FileText {
  readonly text: string;
  /** How a text looks in this file; undefined where its encoding lacks a character of it. */
  spelled(text: string): string | undefined;
  /** The file that has this text instead. */
  bytes(text: string): Buffer;
}

/** The most that is held as text, unpacked. */
export const MAX_BYTES = 400 * 1024 * 1024;

/**
 * `label` is the encoding that the upload names. Packed or not, in UTF-16 by its mark, or in an encoding that holds ASCII. Undefined for a
 * file of more than MAX_BYTES.
 */
export function fileText(stored: Buffer, label = 'utf-8'): FileText | undefined {
  const plain = inflated(stored);
  if (!plain || plain.length > MAX_BYTES) return undefined;
  const packed = (bytes: Buffer) => (plain === stored ? bytes : gzipSync(bytes));
  const [first, second] = plain;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    const isSwapped = first === 0xfe;
    const ordered = (bytes: Buffer) => (isSwapped ? Buffer.from(bytes).swap16() : bytes);
    return {
      text: ordered(plain.subarray(0, plain.length - (plain.length % 2))).toString('utf16le'),
      spelled: text => text,
      bytes: text => packed(ordered(Buffer.from(text, 'utf16le'))),
    };
  }
  // Bytes that are not UTF-8 are mostly Windows-1252. Such an upload was refused, but it may still name people.
  const encoding = label === 'utf-8' && !isUtf8(plain) ? 'windows-1252' : label;
  return {
    text: plain.toString('latin1'),
    spelled: text => encoded(text, encoding)?.toString('latin1'),
    bytes: text => packed(Buffer.from(text, 'latin1')),
  };
}

type Decoder = InstanceType<typeof TextDecoder>;

/** Node decodes many encodings and encodes few: a character's bytes are those, one or two, that are decoded as it. */
function encoded(text: string, label: string): Buffer | undefined {
  if (/^utf-?8$/i.test(label)) return Buffer.from(text, 'utf8');
  const decoder = decoderOf(label);
  if (!decoder) return undefined;
  const bytes = [...text].map(character => (character < '\u0080' ? [character.charCodeAt(0)] : bytesOf(character, decoder)));
  return bytes.every(each => each !== undefined) ? Buffer.from(bytes.flat()) : undefined;
}

function bytesOf(character: string, decoder: Decoder): number[] | undefined {
  for (let byte = 0x80; byte < 0x100; byte++) if (decoder.decode(Buffer.from([byte])) === character) return [byte];
  for (let lead = 0x80; lead < 0x100; lead++) {
    for (let trail = 0x30; trail < 0x100; trail++) if (decoder.decode(Buffer.from([lead, trail])) === character) return [lead, trail];
  }
  return undefined;
}

function decoderOf(label: string): Decoder | undefined {
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}

function inflated(bytes: Buffer): Buffer | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    return error instanceof RangeError ? undefined : bytes;
  }
}
