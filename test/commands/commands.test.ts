import { spawn, spawnSync } from 'node:child_process';
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

  it('goes on when nobody reads any more what it tells', async () => {
    const told = spawn(process.execPath, ['--require', './register.cjs', join(__dirname, 'terminal/tell-for-long.ts')], { cwd: ROOT });
    let complaint = '';
    told.stderr.on('data', chunk => (complaint += chunk));
    told.stdout.once('data', () => told.stdout.destroy());
    const status = await new Promise(resolve => told.once('close', resolve));
    expect({ status, complaint }).toEqual({ status: 0, complaint: '' });
  });
});
