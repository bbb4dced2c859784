import { openSync } from 'node:fs';
import { type DuckDBConnection, DuckDBTableFunction, VARCHAR as TEXT } from '@duckdb/node-api';
import { VARCHAR } from '../types/type';
import { duckdbType, toDuckDB } from '../user-defined-functions/duckdb-value';
import type { Value } from '../user-defined-functions/value';
import { Lines } from './lines';
import type { LinkedFile } from './linked-file';
import type { LineScan } from './table';

/** How many rows DuckDB takes at a time. */
const CHUNK_ROWS = 2048;

/**
 * Makes a table function of files that DuckDB cannot read itself. Our own code reads them, so DuckDB needs no access to any file. All are opened
 * here, so a query sees the files that were there when it began, also where they are replaced meanwhile. Their descriptors are added to `open`, to be closed when the query has ended.
 */
export function registerTable(
  connection: DuckDBConnection,
  name: string,
  scan: LineScan,
  linked: readonly LinkedFile[],
  open: number[],
): void {
  const files = linked.map(({ url, path }) => {
    const descriptor = openSync(path, 'r');
    open.push(descriptor);
    return { url, descriptor };
  });
  connection.registerTableFunction(
    DuckDBTableFunction.create({
      name,
      supportsProjectionPushdown: true,
      bindFunction(bind) {
        scan.types.forEach((type, index) => {
          bind.addResultColumn(`f${index}`, duckdbType(type));
        });
        bind.addResultColumn('path', TEXT);
      },
      initFunction(init) {
        // One thread: rows come in the order of the files, as they do from a single split in Athena.
        init.setMaxThreads(1);
        init.setInitData(new Reader(files, scan, init.getColumnIndexes()));
      },
      mainFunction(info, output) {
        try {
          const reader = info.getInitData();
          if (!(reader instanceof Reader)) throw new Error(`${name} was not begun`);
          const rows = reader.take(CHUNK_ROWS);
          output.rowCount = rows.length;
          reader.columns.forEach((column, position) => {
            const vector = output.getColumnVector(position);
            const type = scan.types[column] ?? VARCHAR;
            rows.forEach(({ values, url }, row) => {
              vector.setItem(row, column === scan.types.length ? url : toDuckDB(values[column] ?? null, type));
            });
            vector.flush();
          });
        } catch (error) {
          info.setError(error instanceof Error ? error.message : String(error));
        }
      },
    }),
  );
}

interface Row {
  readonly values: readonly Value[];
  readonly url: string;
}

/** One pass over all files; a statement that names a table twice makes two. */
class Reader {
  private file = -1;
  private lines: Lines | undefined;

  constructor(
    private readonly files: readonly { readonly url: string; readonly descriptor: number }[],
    private readonly scan: LineScan,
    /** The columns that DuckDB asked for. */
    readonly columns: readonly number[],
  ) {}

  take(count: number): Row[] {
    const rows: Row[] = [];
    while (rows.length < count) {
      const line = this.lines?.next();
      if (line !== undefined) rows.push({ values: this.scan.parse(line), url: this.files[this.file]?.url ?? '' });
      else if (!this.nextFile()) break;
    }
    return rows;
  }

  private nextFile(): boolean {
    this.file += 1;
    const file = this.files[this.file];
    if (!file) return false;
    this.lines = new Lines(file.descriptor);
    for (let skipped = 0; skipped < this.scan.skip; skipped += 1) this.lines.next();
    return true;
  }
}
