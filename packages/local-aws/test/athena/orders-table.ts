import type { TableInput } from '@aws-sdk/client-glue';
import { BUCKET, type startLocalAthena } from './local-athena';

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

/** Three orders of two customers, and their table. */
export async function putOrders(local: Awaited<ReturnType<typeof startLocalAthena>>): Promise<void> {
  await local.table(ordersTable(BUCKET));
  await local.put(
    'processed/orders.csv',
    'OrderID,Customer,Amount,Status,OrderDate\nO1,Ann,1.50,shipped,2026-11-01\nO2,Bob,2,paid,2026-11-02\nO3,Bob,4,paid,2026-11-02\n',
  );
}
