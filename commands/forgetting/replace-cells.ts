const SEPARATORS: ReadonlySet<string> = new Set([',', ';', '\t', '|', '\n', '\r']);

/**
 * Replaces each cell that is exactly `name`, quoted or not, with spaces around it or not, and leaves every other byte as it is. Gives how
 * many there were. It knows no dialect: whatever of comma, semicolon, tab, bar and line break stands outside of quotes ends a cell, so that
 * a file is searched without knowing how it is read. Bytes are held as Latin-1 text, one character each.
 */
export function replaceCells(bytes: Buffer, name: string, replacement: string): { readonly bytes: Buffer; readonly count: number } {
  const text = bytes.toString('latin1');
  const wanted = Buffer.from(name, 'utf8').toString('latin1');
  // Most files do not name the person at all.
  if (!text.includes(wanted) && !text.includes(wanted.replaceAll('"', '""'))) return { bytes, count: 0 };
  const parts: string[] = [];
  let count = 0;
  let start = 0;
  let isQuoted = false;
  const end = (at: number) => {
    const cell = text.slice(start, at);
    if (contentOf(cell) === wanted) {
      count++;
      parts.push(replacement);
    } else parts.push(cell);
    parts.push(text.charAt(at));
    start = at + 1;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && SEPARATORS.has(character)) end(at);
  }
  end(text.length);
  return { bytes: Buffer.from(parts.join(''), 'latin1'), count };
}

/** A cell without the spaces around it, its byte-order mark and its quotes. */
function contentOf(cell: string): string {
  const trimmed = cell.replace(/^\u00EF\u00BB\u00BF/, '').trim();
  return trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"')
    ? trimmed.slice(1, -1).replaceAll('""', '"').trim()
    : trimmed;
}
