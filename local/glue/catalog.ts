import type { Table } from '@aws-sdk/client-glue';

/** What Athena reads of the catalogue. Names are lower case, as Glue keeps them. */
export interface Catalog {
  databases(): Promise<readonly string[]>;
  tables(database: string): Promise<readonly Table[]>;
  table(database: string, name: string): Promise<Table | undefined>;
}
