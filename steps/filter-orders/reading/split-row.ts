/**
 * The fields of one row whose quoting is known to be right, without its line end. Blanks and tabs before an opening and behind a closing quote are
 * passed over; the text of other fields is as it was received.
 */
export function splitRow(row: string, delimiter: string): readonly string[] {
  if (!row.includes('"')) return row.split(delimiter);
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const open = passBlanks(row, at, delimiter);
    if (row[open] === '"') {
      const close = closingQuote(row, open + 1);
      fields.push(row.slice(open + 1, close).replaceAll('""', '"'));
      at = passBlanks(row, close + 1, delimiter);
    } else {
      const end = row.indexOf(delimiter, at);
      fields.push(row.slice(at, end < 0 ? row.length : end));
      at = end < 0 ? row.length : end;
    }
    if (at >= row.length) return fields;
    at += delimiter.length;
  }
}

function passBlanks(row: string, from: number, delimiter: string): number {
  let at = from;
  while (at < row.length && row[at] !== delimiter && (row[at] === ' ' || row[at] === '\t')) at++;
  return at;
}

function closingQuote(row: string, from: number): number {
  let at = row.indexOf('"', from);
  while (at >= 0 && row[at + 1] === '"') at = row.indexOf('"', at + 2);
  return at < 0 ? row.length : at;
}
