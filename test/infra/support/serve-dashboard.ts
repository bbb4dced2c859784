import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A dashboard that runs as it does on its host: Node, its own folder, settings in the environment. */
export interface Served {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts `server.js` of a folder and waits until it says where it listens. Rejects with all that it printed if it ends before. */
export async function serveDashboard(folder: string, environment: Readonly<Record<string, string>>): Promise<Served> {
  const child = spawn(process.execPath, ['server.js'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()));
  let printed = '';
  child.stderr.on('data', chunk => {
    printed += String(chunk);
  });
  for await (const line of createInterface(child.stdout)) {
    printed += `${line}\n`;
    const url = /"url":"(http:[^"]+)"/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return {
      url,
      stop: async () => {
        child.kill();
        await ended;
      },
    };
  }
  throw new Error(`the dashboard ended: ${printed}`);
}
