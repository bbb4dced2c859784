import type { TableDefinition } from '../tables/definition';

/** The table of the recorded statements: five columns of text, with an escape character that no text has. */
export function ordersTable(bucket: string): TableDefinition {
  return {
    TableType: 'EXTERNAL_TABLE',
    Parameters: { 'skip.header.line.count': '1' },
    StorageDescriptor: {
      Columns: ['orderid', 'customer', 'amount', 'status', 'orderdate'].map(Name => ({ Name, Type: 'string' })),
      Location: `s3://${bucket}/processed/`,
      SerdeInfo: {
        SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
        Parameters: { separatorChar: ',', quoteChar: '"', escapeChar: '\uFDD0' },
      },
    },
  };
}
