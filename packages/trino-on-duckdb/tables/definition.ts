/** A table as AWS Glue's catalogue describes it, as far as a query reads it. */
export interface TableDefinition {
  readonly TableType?: string | undefined;
  /** Of a view: `view.ts`. */
  readonly ViewOriginalText?: string | undefined;
  readonly Parameters?: Readonly<Record<string, string>> | undefined;
  readonly PartitionKeys?: readonly ColumnDefinition[] | undefined;
  readonly StorageDescriptor?:
    | {
        readonly Columns?: readonly ColumnDefinition[] | undefined;
        readonly Location?: string | undefined;
        readonly SerdeInfo?:
          | {
              readonly SerializationLibrary?: string | undefined;
              readonly Parameters?: Readonly<Record<string, string>> | undefined;
            }
          | undefined;
      }
    | undefined;
}

export interface ColumnDefinition {
  readonly Name?: string | undefined;
  readonly Type?: string | undefined;
}

/** A partition as the catalogue lists it. */
export interface PartitionDefinition {
  /** A text for each partition key. */
  readonly Values?: readonly string[] | undefined;
  readonly StorageDescriptor?: Pick<NonNullable<TableDefinition['StorageDescriptor']>, 'Location'> | undefined;
}

/** A file under a table's location. */
export interface DataFile {
  /** Its key in the bucket of the location. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Where it lies on this machine. */
  readonly path: string;
  /** Of a listed partition, which may lie elsewhere than its table. */
  readonly bucket?: string | undefined;
  /** Of a partitioned table: the text of each partition key's value, in the order of the keys. */
  readonly partition?: readonly string[] | undefined;
}

/** A view of a database. */
export interface CatalogView {
  readonly database: string;
  readonly name: string;
  readonly view: ViewDefinition;
}

export interface ViewDefinition {
  readonly sql: string;
  /** What a bare name means in it. */
  readonly database: string;
  readonly columns: readonly string[];
}

/** A table of a database, with its files. */
export interface CatalogTable {
  readonly database: string;
  readonly name: string;
  readonly table: TableDefinition;
  readonly files: readonly DataFile[];
}
