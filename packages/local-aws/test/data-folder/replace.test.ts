import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replace } from '../../data-folder/replace';

describe('replace', () => {
  const folder = mkdtempSync(join(tmpdir(), 'replace-'));
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  afterAll(() => rmSync(folder, { recursive: true }));

  it('puts a file in the place of another one', async () => {
    writeFileSync(from, 'new');
    writeFileSync(to, 'old');
    await replace(from, to, 'win32');
    expect(readFileSync(to, 'utf8')).toBe('new');
  });

  it.each(['linux', 'win32'] as const)('fails at once where trying again would not help, on %s', async platform => {
    await expect(replace(join(folder, 'nowhere'), to, platform)).rejects.toMatchObject({ code: 'ENOENT' });
    mkdirSync(join(folder, 'full', 'in it'), { recursive: true });
    writeFileSync(from, 'new');
    await expect(replace(from, join(folder, 'full'), platform)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
