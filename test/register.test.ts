import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('register.cjs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orders-register-'));
  const script = join(folder, 'script.ts');
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (source: string) => {
    writeFileSync(script, source);
    const { stdout, stderr } = spawnSync(process.execPath, ['--require', './register.cjs', script], { encoding: 'utf8' });
    return { stdout, stderr };
  };

  it('lets Node run TypeScript', () => {
    const source = "class Order { constructor(readonly id: string) {} }\nconsole.log(new Order('7').id satisfies string);";
    expect(run(source)).toEqual({ stdout: '7\n', stderr: '' });
  });

  it('runs what stands in the file now, not what it was', () => {
    expect([1, 2, 1].map(version => run(`console.log(${version} as number);`).stdout)).toEqual(['1\n', '2\n', '1\n']);
  });

  it('names the line of the TypeScript file in a stack', () => {
    expect(run('interface Order {\n  id: string;\n}\n\nthrow new Error();').stderr).toContain(`${script}:5:7`);
  });
});
