import type { Readable } from 'node:stream';
import { type Cell, type Result, resultRows } from './executions/result';
import { isDecimal } from './pages/decimal';
import { type ColumnKind, kindOf } from './pages/table';

/**
 * A result as CSV that is safe to open in a spreadsheet, line by line: quoted as Athena quotes, NULL as nothing.
 * `beginning` tells which columns hold numbers.
 */
export async function* downloadLines(file: Readable, beginning: Result): AsyncGenerator<string> {
  const kinds = beginning.columns.map((name, index) =>
    kindOf(
      name,
      beginning.rows.map(row => row[index] ?? null),
    ),
  );
  for await (const row of resultRows(file)) yield `${row.map((cell, index) => fieldOf(cell, kinds[index])).join(',')}\n`;
}

function fieldOf(cell: Cell, kind: ColumnKind | undefined): string {
  return cell === null ? '' : `"${harmless(cell, kind).replaceAll('"', '""')}"`;
}

/**
 * A spreadsheet runs a cell that begins with one of these as a formula, quoted or not; an apostrophe before it makes it text.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection. A negative number among numbers is none.
 */
function harmless(cell: string, kind: ColumnKind | undefined): string {
  const isNumber = kind === 'number' && isDecimal(cell);
  return /^[=+\-@\t\r]/.test(cell) && !isNumber ? `'${cell}` : cell;
}
