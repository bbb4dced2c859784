/** A file of a table where DuckDB may open it. */
export interface LinkedFile {
  readonly url: string;
  readonly path: string;
  readonly partition?: readonly string[] | undefined;
}
