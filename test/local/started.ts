import { type ChildProcess, spawn } from 'node:child_process';

/** `npm start`, without npm: what it prints, and how it ends. */
export class Started {
  output = '';
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(directory: string, variables: Readonly<Record<string, string>> = {}, args: readonly string[] = []) {
    const { AWS_ENDPOINT_URL: _, ...environment } = process.env;
    this.#child = spawn(process.execPath, ['--require', './register.cjs', 'local/start.ts', ...args], {
      env: { ...environment, LOCAL_AWS_PORT: '0', PORT: '0', LOCAL_AWS_DIR: directory, ...variables },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.on('data', (chunk: Buffer) => (this.output += chunk));
    this.ended = new Promise(resolve => this.#child.once('exit', resolve));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves with the first match of `pattern` in the output; rejects if the process ends before. */
  async says(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this.output);
        if (match) resolve(match[1] ?? match[0]);
      };
      this.#child.stdout?.on('data', look);
      this.ended.then(() => reject(new Error(`ended before it said ${pattern}:\n${this.output}`)));
      look();
    });
  }

  kill(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.ended;
  }
}
