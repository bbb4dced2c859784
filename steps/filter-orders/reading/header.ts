import { DuplicateColumns, MissingColumns } from '../errors';
import { COLUMNS, type Column } from '../judging/columns';
import type { Layout } from '../judging/judge-row';
import { parseRow } from './parse-row';

/** What the file's first row says about the others. */
export interface Header extends Layout {
  /** The names, trimmed, of the columns that nobody asked for; of very many or very long ones only the start. */
  readonly extraColumns: readonly string[];
}

/** `row` is the header without its line end. Throws MissingColumns and DuplicateColumns. */
export function parseHeader(row: Buffer, badQuoting: boolean): Header {
  const names = badQuoting ? [] : parseRow(row);
  const columns = names.map(columnNamed);
  const missing = COLUMNS.filter(column => !columns.includes(column));
  if (missing.length > 0) throw new MissingColumns(missing, row.toString('utf8'));
  for (const column of COLUMNS) {
    const same = names.filter((_, index) => columns[index] === column);
    if (same.length > 1) throw new DuplicateColumns(column, same);
  }
  return {
    names,
    positions: COLUMNS.map(column => columns.indexOf(column)),
    extraColumns: listed(names.filter((_, index) => columns[index] === undefined)),
  };
}

const [MAX_LISTED, MAX_LISTED_LENGTH] = [100, 200];

/** The names go into the manifest, which is passed on in 256 KiB at most. */
function listed(names: readonly string[]): string[] {
  return names.slice(0, MAX_LISTED).map(name => name.trim().slice(0, MAX_LISTED_LENGTH));
}

const BY_NAME = new Map<string, Column>(COLUMNS.map(column => [column.toLowerCase(), column]));

/** `order_id`, ` Order ID ` and `ORDERID` all name OrderID. In a regular expression `\s` is what `trim` removes. */
function columnNamed(name: string): Column | undefined {
  return BY_NAME.get(name.replace(/[\s_]/g, '').toLowerCase());
}
