import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

describe('a command', () => {
  it.each(['upload', 'requeue', 'smoke', 'rooms'])('called %s shows its usage when it is asked for, and that is no error', name => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', './register.cjs', `commands/${name}.ts`, '--help'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: expect.stringMatching(/^usage: npm run /), stderr: '' });
  });

  it.each([
    ['filter', ['agreement', 'meaning', 'properties']],
    ['history', ['history']],
    ['chaos', ['history']],
    ['bursts', ['history']],
  ])('called fuzz %s runs the tests %j', (kind, expected) => {
    const { stdout } = spawnSync(process.execPath, ['--require', './register.cjs', 'commands/fuzz.ts', kind, '--listTests'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(stdout.match(/\w+(?=\.test\.ts)/g)?.sort()).toEqual(expected);
  });

  it('is a script that every shell reads alike', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const posix = Object.entries<string>(scripts).filter(([, script]) => /(^|&& )\w+=|['$`;*]/.test(script));
    expect(posix).toEqual([]);
  });

  it('goes on when nobody reads any more what it tells', async () => {
    const told = spawn(process.execPath, ['--require', './register.cjs', join(__dirname, 'terminal/tell-for-long.ts')], { cwd: ROOT });
    let complaint = '';
    told.stderr.on('data', chunk => (complaint += chunk));
    told.stdout.once('data', () => told.stdout.destroy());
    const status = await new Promise(resolve => told.once('close', resolve));
    expect({ status, complaint }).toEqual({ status: 0, complaint: '' });
  });
});
