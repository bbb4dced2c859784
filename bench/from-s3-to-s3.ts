import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { clientEnvironment } from 'local-aws/identity';
import { bundle } from './contenders';
import { median } from './median';
import { run } from './run';
import { shares } from './shares';
import { markdownTable } from './table';

const [BUCKET, KEY] = ['bench', 'raw/orders.csv'];

/** Runs the Lambda's handler, bundled as it is deployed, against the local S3 in another process, and prints the medians. */
export async function fromS3ToS3(input: string, folder: string, asOf: string, rounds: number): Promise<void> {
  const register = join(__dirname, '../register.cjs');
  const server = spawn(process.execPath, ['--require', register, join(__dirname, 'serve-s3.ts'), join(folder, 's3'), BUCKET, KEY, input], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(server.stdout, 'data');
    const contender = { name: 'handler', command: [process.execPath, bundle('through-s3')] };
    const environment = { ...clientEnvironment(String(line).trim()), AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
    // A day further each time: the same upload as of the same day would not be written again.
    const days = Array.from({ length: rounds }, (_, round) => new Date(Date.parse(asOf) + round * 86_400_000).toISOString().slice(0, 10));
    const runs = days.map(day => run(contender, [BUCKET, KEY, day], environment));
    const seconds = median(runs.map(one => one.seconds));
    const megabytes = statSync(input).size / 1e6;
    const peak = median(runs.map(one => one.peakBytes)) / 1e6;
    console.log(
      markdownTable(['', 'seconds', 'MB/s', 'peak MB'], [['ours', seconds.toFixed(2), (megabytes / seconds).toFixed(0), peak.toFixed(0)]]),
    );
    console.log(`\nOurs spent ${shares(runs)}, waiting included.`);
  } finally {
    server.kill();
  }
}
