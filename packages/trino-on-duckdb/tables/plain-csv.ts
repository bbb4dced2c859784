import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import type { CsvSyntax } from './open-csv';

/** What OpenCSVSerDe is to read of a file, as far as its plain form depends on it. */
export interface CsvForm extends CsvSyntax {
  readonly columns: number;
}

/**
 * Whether OpenCSVSerDe and DuckDB's `read_csv` read the same rows: every line is a row of all columns, ended by LF; fields have quotes around
 * them or none in them, those inside are doubled; nothing is escaped; the text is UTF-8 without a mark, NULs or carriage returns. Other files
 * may be alike in both too: this is the form that is proven, in one pass over the bytes.
 */
export async function isPlainCsv(path: string, form: CsvForm): Promise<boolean> {
  if (!canBePlain(form)) return false;
  const file = await open(path);
  try {
    return await isPlain(file, form);
  } finally {
    await file.close();
  }
}

function canBePlain({ separator, quote, escape: escaping, columns }: CsvForm): boolean {
  const characters = [separator, quote, escaping];
  return columns > 1 && new Set(characters).size === 3 && /^[ -~\t]{2}$/.test(separator + quote) && !/[\r\n\0]/.test(escaping);
}

/** A longer line is never plain: DuckDB takes up to two million bytes. */
const BLOCK_BYTES = 1024 * 1024;
const LF = 10;
const MARK = Buffer.from('\uFEFF');

async function isPlain(file: FileHandle, form: CsvForm): Promise<boolean> {
  const isPlainBlock = blockCheck(form);
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  let [kept, isFirst] = [0, true];
  for (;;) {
    const { bytesRead } = await file.read(block, kept, BLOCK_BYTES - kept);
    const size = kept + bytesRead;
    if (isFirst && block.subarray(0, Math.min(size, MARK.length)).equals(MARK)) return false;
    isFirst = false;
    // The last line may end with the file.
    if (bytesRead === 0) return size === 0 || (size < BLOCK_BYTES && isPlainBlock(block.subarray(0, size)));
    const end = block.subarray(0, size).lastIndexOf(LF) + 1;
    if (end === 0 && size === BLOCK_BYTES) return false;
    if (!isPlainBlock(block.subarray(0, end))) return false;
    block.copy(block, 0, end, size);
    kept = size - end;
  }
}

type CharacterClass = 0 | 1 | 2 | 3 | 4;
const [SEPARATOR, QUOTE, LINE_END, FORBIDDEN] = [1, 2, 3, 4] as const;
/** Where in a field the next byte stands. */
const [AT_START, IN_PLAIN, IN_QUOTES, AFTER_QUOTE] = [0, 1, 2, 3] as const;

/** Checks whole lines. Written for speed: it sees every byte of every file once. */
function blockCheck({ separator, quote, escape: escaping, columns }: CsvForm): (block: Buffer) => boolean {
  const classes: CharacterClass[] = Array.from({ length: 256 }, () => 0);
  for (const forbidden of [0, 13]) classes[forbidden] = FORBIDDEN;
  classes[separator.charCodeAt(0)] = SEPARATOR;
  classes[quote.charCodeAt(0)] = QUOTE;
  classes[LF] = LINE_END;
  const table = Uint8Array.from(classes);
  const escapeBytes = Buffer.from(escaping);
  return block => {
    if (!isUtf8(block) || block.includes(escapeBytes)) return false;
    let [state, fields]: [number, number] = [AT_START, 1];
    let isEmpty = true;
    for (let index = 0; index < block.length; index += 1) {
      const kind = table[block[index] ?? 0] ?? 0;
      if (kind === 0) {
        if (state === AFTER_QUOTE) return false;
        if (state === AT_START) state = IN_PLAIN;
        isEmpty = false;
      } else if (kind === SEPARATOR) {
        isEmpty = false;
        if (state === IN_QUOTES) continue;
        fields += 1;
        state = AT_START;
      } else if (kind === LINE_END) {
        if (state === IN_QUOTES || fields !== columns || isEmpty) return false;
        fields = 1;
        state = AT_START;
        isEmpty = true;
      } else if (kind === QUOTE) {
        isEmpty = false;
        if (state === IN_PLAIN) return false;
        state = state === IN_QUOTES ? AFTER_QUOTE : IN_QUOTES;
      } else return false;
    }
    return state !== IN_QUOTES && (isEmpty || fields === columns);
  };
}
