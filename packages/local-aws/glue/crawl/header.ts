import { nameSchema } from '../inputs';

/** In a header that is detected, not configured. */
const LONGEST_FOUND_NAME = 149;

/**
 * Whether a first row may be a header, by that row alone: every column is text and short enough for a name.
 * The last one may be empty, to allow for a trailing delimiter.
 * Source: https://docs.aws.amazon.com/glue/latest/dg/add-classifier.html#classifier-builtin-rules
 */
export function looksLikeHeader(row: readonly string[], isText: (value: string) => boolean): boolean {
  const names = row.at(-1)?.trim() === '' ? row.slice(0, -1) : row;
  return (
    names.length > 0 &&
    names.every(
      (name, index) =>
        isText(name) &&
        name.trim() !== '' &&
        nameSchema.safeParse(name).success &&
        (index === row.length - 1 || name.length <= LONGEST_FOUND_NAME),
    )
  );
}

/** `col0`, `col1`, …, for a file without a header. */
export function numberedNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `col${index}`);
}

/** A header's names as the table gets them: in lower case; what is empty or there twice goes by its number. */
export function columnNames(header: readonly string[]): string[] {
  const names = header.map(columnName);
  return names.map((name, index) => (name === '' || names.indexOf(name) !== index ? `col${index}` : name));
}

function columnName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}\t]/gu, '_')
    .slice(0, 255);
}
