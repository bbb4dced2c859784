import { byteStream, type DataFile, type Dialect, eachRow, isUnreadable } from './csv-rows';

/** A file's first rows decide what it is: as many as AWS reads. */
const SAMPLE_ROWS = 1000;
/** No more of a file is ever read. */
export const SAMPLE_CHARACTERS = 1024 * 1024;

export interface Sample {
  readonly rows: readonly string[][];
  /** Rows in the file: an estimate where it goes on after these. */
  readonly records: number;
}

/** @returns undefined where quotes do not close */
export async function readSample(file: DataFile, dialect: Dialect, signal: AbortSignal): Promise<Sample | undefined> {
  const rows: string[][] = [];
  let characters = 0;
  try {
    const isWhole = await eachRow(file, dialect, signal, row => {
      rows.push(row);
      characters += row.join(dialect.delimiter).length + 1;
      return rows.length < SAMPLE_ROWS && characters < SAMPLE_CHARACTERS;
    });
    return { rows, records: isWhole ? rows.length : Math.round((file.size * rows.length) / characters) };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return undefined;
  }
}

/** JSON, XML and the binary formats have other classifiers in AWS, which come before CSV. */
export async function isText(file: DataFile): Promise<boolean> {
  for await (const chunk of byteStream(file)) {
    const text = decode(chunk);
    return text !== undefined && !text.includes('\0') && !/^\s*([{<]|\[\s*[[{"\d\]]|PAR1|ORC|Obj\x01|PK\x03)/.test(text);
  }
  return false;
}

/** A character may go on after the end. */
function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

/** Whether a character is in the part of a file that is read. */
export async function contains(file: DataFile, character: string): Promise<boolean> {
  let bytes = 0;
  for await (const chunk of byteStream(file)) {
    if (chunk.includes(character)) return true;
    bytes += chunk.length;
    if (bytes >= SAMPLE_CHARACTERS) return false;
  }
  return false;
}
