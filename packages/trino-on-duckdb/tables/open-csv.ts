import { VARCHAR } from '../types/type';
import type { OpenedSerDe } from './table';

/** OpenCSVSerDe: one line is one row, every column is text. A line that it cannot read, such as an empty one, gives a row of NULLs. */
export function openCsvSerDe(columnTypes: readonly string[], parameters: Readonly<Record<string, string>>): OpenedSerDe {
  const { separatorChar = ',', quoteChar = '"', escapeChar = '\\' } = parameters;
  const syntax = { separator: separatorChar.charAt(0), quote: quoteChar.charAt(0), escape: escapeChar.charAt(0) };
  return {
    types: columnTypes.map(type => (type === 'string' || type.startsWith('varchar') ? VARCHAR : undefined)),
    form: columnTypes.every(type => type === 'string') ? { ...syntax, columns: columnTypes.length } : undefined,
    parse(line) {
      if (line === '') return [];
      return line.includes(syntax.quote) || line.includes(syntax.escape) ? parseQuoted(line, syntax) : line.split(syntax.separator);
    },
  };
}

export interface CsvSyntax {
  readonly separator: string;
  readonly quote: string;
  readonly escape: string;
}

/** The rules of opencsv 2.3, whose parser the SerDe is, down to what it does with quotes in the middle of a field. */
function parseQuoted(line: string, { separator, quote, escape: escaping }: CsvSyntax): string[] {
  const fields: string[] = [];
  let [field, inQuotes, inField] = ['', false, false];
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    const next = line.charAt(index + 1);
    if (character === escaping) {
      if ((inQuotes || inField) && (next === quote || next === escaping)) {
        field += next;
        index += 1;
      }
    } else if (character === quote) {
      if ((inQuotes || inField) && next === quote) {
        field += next;
        index += 1;
      } else {
        const embedded = index > 2 && line.charAt(index - 1) !== separator && next !== '' && next !== separator;
        if (embedded) field = field !== '' && field.trim() === '' ? '' : field + character;
        inQuotes = !inQuotes;
      }
      inField = !inField;
    } else if (character === separator && !inQuotes) {
      fields.push(field);
      [field, inField] = ['', false];
    } else {
      field += character;
      inField = true;
    }
  }
  return inQuotes ? [] : [...fields, field];
}
