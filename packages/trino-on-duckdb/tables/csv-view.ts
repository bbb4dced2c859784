import type { DuckDBConnection } from '@duckdb/node-api';
import { quote } from '../expressions/typed';
import type { LinkedFile } from './linked-file';
import { pick } from './parquet';
import type { CsvForm } from './plain-csv';

/** A view of plain files, which DuckDB reads itself, and of the rows of `others`, a function of ours that reads the rest of the table. */
export async function createCsvView(
  connection: DuckDBConnection,
  name: string,
  { form, skip, files, others }: { form: CsvForm; skip: number; files: readonly LinkedFile[]; others?: string | undefined },
): Promise<void> {
  const names = Array.from({ length: form.columns }, (_, index) => `f${index}`);
  const source = `read_csv([${files.map(file => quote(file.path)).join(', ')}], ${optionsOf(form, names, skip)})`;
  const plain = `SELECT ${names.join(', ')}, ${pick(files.map(file => quote(file.url)))} AS path FROM ${source}`;
  const rest = others === undefined ? '' : ` UNION ALL SELECT ${names.join(', ')}, path FROM ${others}()`;
  await connection.run(`CREATE TEMP VIEW ${name} AS ${plain}${rest}`);
}

/** Nothing is left for DuckDB to guess. No text is NULL: a plain file never holds the escape character. */
function optionsOf({ separator, quote: quoting, escape: escaping }: CsvForm, names: readonly string[], skip: number): string {
  return [
    'auto_detect = false',
    'header = false',
    `skip = ${skip}`,
    `columns = {${names.map(name => `${name}: 'VARCHAR'`).join(', ')}}`,
    `delim = ${quote(separator)}`,
    `quote = ${quote(quoting)}`,
    `escape = ${quote(quoting)}`,
    `nullstr = ${quote(`${escaping}NULL`)}`,
    `new_line = '\\n'`,
    `compression = 'none'`,
  ].join(', ');
}
