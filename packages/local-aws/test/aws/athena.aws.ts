import { randomUUID } from 'node:crypto';
import { AthenaClient } from '@aws-sdk/client-athena';
import { CreateDatabaseCommand, CreateTableCommand, DeleteDatabaseCommand, DeleteTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { ordersTable } from '../athena/orders-table';
import { describeAthena } from '../contract/athena.contract';
import { testBucket } from './bucket';

const ORDERS =
  'OrderID,Customer,Amount,Status,OrderDate\nO1,Ann,10.00,shipped,2025-01-05\nO2,Bob,20.50,pending,2025-02-10\nO3,,1.25,shipped,2025-02-11\n';

describeAthena('the endpoint', async () => {
  const { client: s3, bucket, put, close } = await testBucket();
  const glue = new GlueClient({});
  const athena = new AthenaClient({});
  const database = `orders_contract_${randomUUID().slice(0, 8)}`;
  const table = ordersTable(bucket);
  await put('processed/orders.csv', ORDERS);
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }));
  await glue.send(new CreateTableCommand({ DatabaseName: database, TableInput: table }));
  return {
    client: athena,
    bucket,
    database,
    async read(Key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return (await Body?.transformToString()) ?? '';
    },
    async close() {
      await glue.send(new DeleteTableCommand({ DatabaseName: database, Name: table.Name }));
      await glue.send(new DeleteDatabaseCommand({ Name: database }));
      athena.destroy();
      glue.destroy();
      await close();
    },
  };
});
