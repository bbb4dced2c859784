import { COLUMNS } from '../validation/columns';

export function processedHeader(): string {
  return processedLine(COLUMNS);
}

/** One line of a processed file: quotes only where a comma, quote or backslash asks for them. The values hold no line break. */
export function processedLine(values: readonly string[]): string {
  return `${values.map(value => (/[,"\\]/.test(value) ? quoted(value) : value)).join(',')}\n`;
}

/** One line of a quarantine file, where values stand as received: a line break needs quotes too. */
export function quarantineLine(values: readonly string[]): string {
  return `${values.map(value => (/[,"\\\r\n]/.test(value) ? quoted(value) : value)).join(',')}\n`;
}

/** OpenCSVSerDe cannot read a line break inside a field: each, CRLF as one, becomes a space. */
export function withoutLineBreaks(value: string): { readonly value: string; readonly replaced: number } {
  if (!/[\r\n]/.test(value)) return { value, replaced: 0 };
  let replaced = 0;
  const flat = value.replace(/\r\n|\r|\n/g, () => {
    replaced++;
    return ' ';
  });
  return { value: flat, replaced };
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
