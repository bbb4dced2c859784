import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const ROOT = join(__dirname, '../..');
const LEFT_OUT = new Set(['node_modules', 'test', 'docs', 'bench', 'cdk.out', 'coverage', '.git', '.local', 'infra']);

/** A copy of the project, so that its files can be changed; the packages are found through the links of the original. */
describe('npm run dev', () => {
  const root = mkdtempSync(join(tmpdir(), 'orders-dev-'));
  let server: ChildProcess;
  let printed = '';

  beforeAll(async () => {
    for (const name of readdirSync(ROOT).filter(each => !LEFT_OUT.has(each)))
      cpSync(join(ROOT, name), join(root, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    server = spawn(process.execPath, ['--require', './register.cjs', 'commands/dev.ts'], {
      cwd: root,
      env: { ...process.env, PORT: '0', LOCAL_AWS_PORT: '0', SAMPLE: 'none' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [server.stdout, server.stderr])
      stream?.on('data', chunk => {
        printed += chunk;
      });
    await until(() => starts() === 1);
  });

  afterAll(async () => {
    const ended = new Promise(resolve => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
    rmSync(root, { recursive: true });
  });

  const starts = () => printed.split('AWS endpoint').length - 1;
  const page = async () => {
    const url = printed
      .match(/Dashboard +(\S+)/g)
      ?.at(-1)
      ?.replace(/^Dashboard +/, '');
    return url
      ? await fetch(url).then(
          response => response.text(),
          () => '',
        )
      : '';
  };
  const until = async (isTrue: () => boolean | Promise<boolean>) => {
    for (let tries = 0; tries < 1000; tries += 1) {
      if (await isTrue()) return;
      await delay(30);
    }
    throw new Error(`it did not come true; printed:\n${printed}`);
  };

  it('shows an edited template and style sheet without another start', async () => {
    const layout = join(root, 'dashboard/views/layout.ejs');
    writeFileSync(layout, readFileSync(layout, 'utf8').replace('</body>', '<p>edited just now</p></body>'));
    await until(async () => (await page()).includes('edited just now'));
    const before = (await page()).match(/\/assets\/\w+/)?.[0] ?? 'none';
    appendFileSync(join(root, 'dashboard/public/base.css'), 'body { outline: 0 }\n');
    await until(async () => !(await page()).includes(before) && (await page()).includes('/assets/'));
    expect(starts()).toBe(1);
  });

  it('starts again when a declaration changes, and after a mistake was mended', async () => {
    const names = join(root, 'pipeline/names.ts');
    const source = readFileSync(names, 'utf8');
    appendFileSync(names, '\n');
    await until(() => starts() === 2);
    writeFileSync(names, `${source}\nthrow new Error('a mistake');\n`);
    await until(() => printed.includes('waiting for a change'));
    writeFileSync(names, source);
    await until(() => starts() === 3);
    expect(await page()).toContain('</html>');
  });
});
