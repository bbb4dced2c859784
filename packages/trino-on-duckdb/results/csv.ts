/** A line of a result as Athena writes it: every field in quotes, NULL as nothing at all. */
export function csvLine(values: readonly (string | null)[]): string {
  return `${values.map(value => (value === null ? '' : `"${value.replaceAll('"', '""')}"`)).join(',')}\n`;
}

/** The rows of such lines, from a place where one begins; `end` is where the text's last whole row ends. */
export function parseCsv(text: string): { rows: (string | null)[][]; ends: number[] } {
  const rows: (string | null)[][] = [];
  const ends: number[] = [];
  const field = /(?:"((?:[^"]|"")*)")?([,\n])/y;
  let row: (string | null)[] = [];
  for (let match = field.exec(text); match; match = field.exec(text)) {
    row.push(match[1]?.replaceAll('""', '"') ?? null);
    if (match[2] === ',') continue;
    rows.push(row);
    ends.push(field.lastIndex);
    row = [];
  }
  return { rows, ends };
}
