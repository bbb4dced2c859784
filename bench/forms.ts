import { gzipSync } from 'node:zlib';

/** A form in which the bench writes its orders, and how DuckDB is told of it. */
export interface Form {
  readonly name: string;
  readonly title: string;
  /** A line of the standard form as a line of this one. */
  readonly line: (line: string) => string;
  /** The file's bytes. */
  readonly bytes: (text: string) => Uint8Array;
  readonly ending: string;
  readonly duckdb: string;
}

const same = (line: string) => line;
const utf8 = (text: string) => Buffer.from(text, 'utf8');
const COMMA = "delim = ','";

export const FORMS: readonly Form[] = [
  { name: 'standard', title: 'The standard form', line: same, bytes: utf8, ending: '.csv', duckdb: COMMA },
  {
    name: 'gzip',
    title: 'The standard form, gzip',
    line: same,
    bytes: text => gzipSync(text),
    ending: '.csv.gz',
    duckdb: `${COMMA}, compression = 'gzip'`,
  },
  {
    name: 'decimal-comma',
    title: 'Semicolons and decimal commas',
    line: line => line.replaceAll(',', ';').replace(/;(-?[0-9]+)\.([0-9]+);/, ';$1,$2;'),
    bytes: utf8,
    ending: '.csv',
    duckdb: "delim = ';', decimal_separator = ','",
  },
  {
    name: 'day-first',
    title: 'Dates as DD/MM/YYYY',
    line: line => line.replace(/([0-9]{4})-([0-9]{2})-([0-9]{2})$/, '$3/$2/$1'),
    bytes: utf8,
    ending: '.csv',
    duckdb: `${COMMA}, dateformat = '%d/%m/%Y'`,
  },
];

export function formNamed(name: string): Form {
  const form = FORMS.find(one => one.name === name);
  if (!form) throw new Error(`Expected one of ${FORMS.map(one => one.name).join(', ')}, received ${name}`);
  return form;
}
