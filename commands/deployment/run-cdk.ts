import { spawn } from 'node:child_process';
import { join } from 'node:path';

const CLI = join(__dirname, '..', '..', 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** Runs the project's own CDK CLI on one stage and gives its exit status. */
export function runCdk(verb: string, stage: string, options: readonly string[] = []): Promise<number> {
  const child = spawn(process.execPath, [CLI, verb, '--context', `stage=${stage}`, ...options], {
    stdio: 'inherit',
    cwd: join(__dirname, '..', '..'),
    // No calls to the npm registry, and no usage reports.
    env: { ...process.env, CDK_DISABLE_VERSION_CHECK: '1', CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 1));
  });
}
