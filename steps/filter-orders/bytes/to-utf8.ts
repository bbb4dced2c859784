import { InvalidReading, NotUtf8 } from '../file-errors';
import { validUtf8 } from '../reading/utf8';

/** Turns the bytes of a file, in any encoding, into UTF-8, chunk by chunk. UTF-8 goes through as it is, and is validated behind. */
export class ToUtf8 {
  /** A label of TextDecoder. */
  readonly encoding: string;
  private readonly decoder: InstanceType<typeof TextDecoder> | undefined;
  private readonly isSingleByte: boolean;
  private utf8: Utf8Check | undefined;
  private offset = 0;

  /** `head` begins the file, its mark included; a byte order mark beats the setting. Throws InvalidReading for an unknown encoding. */
  constructor(head: Uint8Array, setting: string | undefined) {
    const marked = markedEncoding(head);
    const chosen = setting === undefined ? 'utf-8' : canonicalEncoding(setting);
    this.encoding = marked ?? chosen;
    this.isSingleByte = !marked && !MULTI_BYTE.test(chosen);
    if (this.encoding !== 'utf-8') this.decoder = new TextDecoder(this.encoding, { fatal: true });
    if (this.isSingleByte) this.utf8 = new Utf8Check();
  }

  /** Throws NotUtf8 for bytes that are no text of the encoding. `line` tells the line on which the text so far ends. */
  decode(chunk: Uint8Array, line: () => number): Uint8Array {
    if (!this.decoder) return chunk;
    this.utf8?.add(chunk);
    try {
      const text = this.decoder.decode(chunk, { stream: true });
      this.offset += chunk.length;
      return Buffer.from(text, 'utf8');
    } catch {
      throw new NotUtf8(line(), this.offset, 'Save the file as "CSV UTF-8", or name its encoding with --encoding', this.encoding);
    }
  }

  end(line: () => number): void {
    try {
      this.decoder?.decode();
    } catch {
      throw new NotUtf8(line(), this.offset, 'The last character is not complete', this.encoding);
    }
    if (this.utf8?.isUtf8BeyondAscii()) {
      throw new InvalidReading(
        `Expected text in ${this.encoding}, received UTF-8 with characters beyond ASCII, which would be read as other characters. Upload without --encoding`,
      );
    }
  }
}

const MULTI_BYTE = /^(utf-|gb|big5|euc-|iso-2022|shift_jis|replacement)/;

/** The name by which TextDecoder knows the label. Throws InvalidReading. */
export function canonicalEncoding(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new InvalidReading(
      `Expected "encoding" to be a label such as utf-8, windows-1252, iso-8859-15 or shift_jis, received "${label}"`,
    );
  }
}

/** UTF-8 and UTF-16 by their byte order mark. */
function markedEncoding(head: Uint8Array): string | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  // UTF-32 begins like UTF-16: its NULs are found in the header.
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** Whether bytes that are read in an encoding of single bytes are really UTF-8. */
class Utf8Check {
  private isUtf8 = true;
  private isBeyondAscii = false;
  private open: Buffer = Buffer.alloc(0);

  add(chunk: Uint8Array): void {
    if (!this.isUtf8) return;
    const bytes = this.open.length > 0 ? Buffer.concat([this.open, chunk]) : chunk;
    const { valid, bad } = validUtf8(bytes);
    this.isBeyondAscii ||= bytes.some(byte => byte > 0x7f);
    this.isUtf8 = !bad;
    this.open = Buffer.from(bytes.subarray(valid));
  }

  isUtf8BeyondAscii(): boolean {
    return this.isUtf8 && this.isBeyondAscii && this.open.length === 0;
  }
}

/** What a byte that is not UTF-8 looks like, and what to do. */
export function looksLike(byte: number): string {
  // The five that Windows-1252 leaves free.
  if ([0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)) return 'Save the file as "CSV UTF-8", or name its encoding with --encoding';
  return 'It looks like Windows-1252: save as "CSV UTF-8", or upload with --encoding windows-1252';
}
