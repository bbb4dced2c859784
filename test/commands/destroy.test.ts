import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

function destroy(args: readonly string[], input = '') {
  return spawnSync(process.execPath, ['--require', './register.cjs', 'commands/destroy.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH },
    input,
    encoding: 'utf8',
  });
}

describe('npm run destroy', () => {
  it.each([
    ['no stage', [], 'expected --stage STAGE, got none'],
    ['a stage that there is not', ['--stage', 'live'], 'expected a stage of infra/stages (prod, dev, demo), got "live"'],
    ['data of a stage that keeps it', ['--stage', 'prod', '--with-data', '--yes'], "expected a stage whose data may go (data: 'removable'"],
  ])('refuses %s', (_what, args, message) => {
    const { status, stderr } = destroy(args);
    expect(status).not.toBe(0);
    expect(stderr).toContain(message);
  });

  it.each(['no\n', 'prod\n', '\n', ''])('destroys nothing when the answer is %j', answer => {
    const { status, stdout, stderr } = destroy(['--stage', 'dev', '--with-data'], answer);
    expect(status).toBe(1);
    expect(stdout).toContain('This destroys stage dev AND ALL OF ITS DATA. Type its name to go on: ');
    expect(stderr).toBe('error: nothing was destroyed\n');
  });
});
