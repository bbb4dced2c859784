import { describeAthena } from '../contract/athena.contract';
import { BUCKET, DATABASE, startLocalAthena } from './local-athena';
import { ordersTable } from './orders-table';

describeAthena('local AWS', async () => {
  const local = await startLocalAthena();
  await local.table(ordersTable(BUCKET));
  await local.put(
    'processed/orders.csv',
    'OrderID,Customer,Amount,Status,OrderDate\nO1,Ann,10.00,shipped,2025-01-01\nO2,Bob,20.50,pending,2025-01-02\nO3,,1.25,shipped,2025-01-03\n',
  );
  return { client: local.athena, bucket: BUCKET, database: DATABASE, read: local.read, close: () => local.close() };
});
