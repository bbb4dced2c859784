const SEPARATORS: ReadonlySet<string> = new Set([',', ';', '\t', '|']);
const BREAKS: ReadonlySet<string> = new Set(['\n', '\r']);

/**
 * Replaces each cell that is exactly the name, quoted or not, with spaces around it or not, and leaves every other character as it is. Two
 * cells of a row that are the name together, such as a first and a last name, are replaced too: the second becomes empty. Gives how many
 * cells were replaced. It knows no dialect: a comma, semicolon, tab, bar or line break outside of quotes ends a cell, so that a file is
 * searched without knowing how it is read.
 */
export function replaceCells(text: string, name: string, replacement: string): { readonly text: string; readonly count: number } {
  const search = searchFor(name);
  // Most files do not name the person at all.
  if (!search.mayHold(text)) return { text, count: 0 };
  const parts: string[] = [];
  let row: string[] = [];
  let ends: string[] = [];
  let count = 0;
  let start = 0;
  const endCell = (at: number) => {
    row.push(text.slice(start, at));
    ends.push(text.charAt(at));
    start = at + 1;
  };
  const endRow = () => {
    const found = search.in(row.map(contentOf));
    count += found.length;
    row.forEach((cell, index) => {
      const place = found.indexOf(index);
      const written = found.length > 1 && search.isRest(contentOf(cell)) ? '' : replacement;
      parts.push(place < 0 ? cell : `${MARK.exec(cell)?.[0] ?? ''}${written}`, ends[index] ?? '');
    });
    [row, ends] = [[], []];
  };
  let isQuoted = false;
  let isAtStart = true;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (isQuoted) isQuoted = character !== '"';
    else if (character === '"') {
      // A quote inside of a cell, 15" for instance, opens nothing. Two in quotes close and open again.
      isQuoted = isAtStart || text.charAt(at - 1) === '"';
      isAtStart = false;
    } else if (SEPARATORS.has(character) || BREAKS.has(character)) {
      endCell(at);
      if (BREAKS.has(character)) endRow();
      isAtStart = true;
    } else if (character.trim() !== '') isAtStart = false;
  }
  endCell(text.length);
  endRow();
  return { text: parts.join(''), count };
}

interface Search {
  mayHold(text: string): boolean;
  /** Which cells of a row are the name, alone or together. */
  in(cells: readonly string[]): readonly number[];
  isRest(cell: string): boolean;
}

function searchFor(name: string): Search {
  const words = name.split(' ');
  const halves = words.slice(1).map((_, index) => [words.slice(0, index + 1).join(' '), words.slice(index + 1).join(' ')] as const);
  const holds = (text: string, part: string) => text.includes(part) || text.includes(part.replaceAll('"', '""'));
  return {
    mayHold: text => holds(text, name) || halves.some(([first, last]) => holds(text, first) && holds(text, last)),
    in: cells => {
      const whole = cells.flatMap((cell, index) => (cell === name ? [index] : []));
      const together = halves.flatMap(([first, last]) => {
        const [before, behind] = [cells.indexOf(first), cells.indexOf(last)];
        return before >= 0 && before < behind ? [before, behind] : [];
      });
      return [...new Set([...whole, ...together])].sort((a, b) => a - b);
    },
    isRest: cell => halves.some(([, last]) => last === cell),
  };
}

/** A byte-order mark, also one of UTF-8 that is held as Latin-1. */
const MARK = /^(?:\uFEFF|\u00EF\u00BB\u00BF)/;

/** A cell without the spaces around it, its byte-order mark and its quotes. */
function contentOf(cell: string): string {
  const trimmed = cell.replace(MARK, '').trim();
  return trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"')
    ? trimmed.slice(1, -1).replaceAll('""', '"').trim()
    : trimmed;
}
