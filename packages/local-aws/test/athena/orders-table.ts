import type { TableInput } from '@aws-sdk/client-glue';

/** Five columns of text, with an escape character that no text has. */
export function ordersTable(bucket: string) {
  return {
    Name: 'processed',
    TableType: 'EXTERNAL_TABLE',
    Parameters: { classification: 'csv', 'skip.header.line.count': '1', EXTERNAL: 'TRUE' },
    StorageDescriptor: {
      Columns: ['orderid', 'customer', 'amount', 'status', 'orderdate'].map(Name => ({ Name, Type: 'string' })),
      Location: `s3://${bucket}/processed/`,
      InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      SerdeInfo: {
        SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
        Parameters: { separatorChar: ',', quoteChar: '"', escapeChar: '\uFDD0' },
      },
    },
  } satisfies TableInput;
}
