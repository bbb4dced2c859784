/** A row of `processed/` and `dropped/`. */
export function writeRow(values: readonly string[]): string {
  return `${values.map(value => quoteWhereNeeded(value.split(/\r\n|\r|\n/).join(' '))).join(',')}\n`;
}

function quoteWhereNeeded(value: string): string {
  return [',', '"', '\\'].some(special => value.includes(special)) ? `"${value.split('"').join('""')}"` : value;
}
