import { S3Client } from '@aws-sdk/client-s3';
import { createHandler } from '../../steps/filter-orders/filter-orders.lambda';
import { report } from './report';

/** The Lambda's handler, from S3 to S3: endpoint, region and credentials are the environment's. */
const [bucket = '', key = '', asOf = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  let spent: Record<string, number> = {};
  const print = (line: string) => {
    spent = JSON.parse(line).milliseconds ?? spent;
  };
  const handler = createHandler({ s3: new S3Client({}), environment: process.env, print });
  const input = { asOf, detail: { bucket: { name: bucket }, object: { key } } };
  const { filter } = await handler({ input, execution: `bench-${Date.now()}` });
  report({ kept: filter?.kept ?? 0, spent });
}

void main();
