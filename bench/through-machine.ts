import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, paginateGetExecutionHistory, SFNClient } from '@aws-sdk/client-sfn';
import { Upload } from '@aws-sdk/lib-storage';
import { clientSettings } from 'local-aws/identity';
import { startLocalPipeline } from '../local/local-pipeline';

/** Uploads the file to the local pipeline and prints how long state FilterOrders of the execution took, reading and writing S3 included. */
export async function throughMachine(input: string, folder: string): Promise<void> {
  let tell = (_executionArn: string) => {};
  const started = new Promise<string>(resolve => {
    tell = resolve;
  });
  const local = await startLocalPipeline({ directory: join(folder, 'local'), port: 0, onExecution: executionArn => tell(executionArn) });
  const [s3, sfn] = [new S3Client(clientSettings(local.url)), new SFNClient(clientSettings(local.url))];
  try {
    await new Upload({ client: s3, params: { Bucket: local.bucket, Key: 'raw/orders.csv', Body: createReadStream(input) } }).done();
    const executionArn = await started;
    await finished(sfn, executionArn);
    const seconds = await secondsIn(sfn, executionArn, 'FilterOrders');
    console.log(`State FilterOrders took ${seconds.toFixed(2)} s: ${(statSync(input).size / 1e6 / seconds).toFixed(0)} MB/s.`);
  } finally {
    s3.destroy();
    sfn.destroy();
    await local.close();
  }
}

async function finished(sfn: SFNClient, executionArn: string): Promise<void> {
  for (;;) {
    const { status, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') return;
    if (status !== 'RUNNING') throw new Error(`expected an execution that succeeds, got ${status}: ${error}: ${cause}`);
    await sleep(200);
  }
}

async function secondsIn(sfn: SFNClient, executionArn: string, state: string): Promise<number> {
  let [entered, exited] = [0, 0];
  for await (const { events = [] } of paginateGetExecutionHistory({ client: sfn }, { executionArn })) {
    for (const { timestamp, stateEnteredEventDetails, stateExitedEventDetails } of events) {
      if (stateEnteredEventDetails?.name === state) entered = timestamp?.getTime() ?? 0;
      if (stateExitedEventDetails?.name === state) exited = timestamp?.getTime() ?? 0;
    }
  }
  return (exited - entered) / 1000;
}
