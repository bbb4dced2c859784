import type { Readable } from 'node:stream';
import { isDecimal } from '../decimal';
import type { ColumnKind } from '../executions/column';
import { type Cell, resultRows } from '../executions/result';

/** Without this mark, Excel reads the file in the code page of its country. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A result as CSV that is safe to open in a spreadsheet, line by line: quoted as Athena quotes, NULL as nothing. */
export async function* downloadLines(file: Readable, kindAt: (index: number) => ColumnKind | undefined): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK;
  for await (const row of resultRows(file)) yield `${row.map((cell, index) => fieldOf(cell, kindAt(index))).join(',')}\n`;
}

function fieldOf(cell: Cell, kind: ColumnKind | undefined): string {
  return cell === null ? '' : `"${harmless(cell, kind).replaceAll('"', '""')}"`;
}

/**
 * A spreadsheet runs a cell that begins with one of these as a formula, quoted or not; an apostrophe before it makes it text.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection. The wide forms count in East Asian editions.
 * A negative number among numbers is none.
 */
function harmless(cell: string, kind: ColumnKind | undefined): string {
  const isNumber = kind === 'number' && isDecimal(cell);
  return /^[=+\-@\t\r\n＝＋－＠]/.test(cell) && !isNumber ? `'${cell}` : cell;
}
