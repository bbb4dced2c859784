import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ROOT = join(__dirname, '../..');
const workflow = readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8');

const Bom = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(z.object({ name: z.string(), version: z.string(), purl: z.string() })),
});

describe('the list of a release', () => {
  it('holds every dependency with its version, and is made with no network', () => {
    const { stdout, stderr, status } = spawnSync('npm', ['run', '--silent', 'sbom', '--', '--offline'], {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('ESBOMPROBLEMS')]);
    const { components } = Bom.parse(JSON.parse(stdout));
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
    for (const [name, version] of Object.entries(dependencies))
      expect(components).toContainEqual(expect.objectContaining({ name, version }));
    expect(components.length).toBeGreaterThan(200);
  });

  it.each([
    ['is made of a tag', /push:\n {4}tags: \['v\*'\]/],
    ['follows the tests', /run: \.ci\/run[\s\S]*gh release create/],
    [
      'has both formats',
      /sbom --silent --[\s\S]*sbom --silent -- --sbom-format=spdx[\s\S]*gh release create [^\n]*cdx\.json [^\n]*spdx\.json/,
    ],
  ])('%s', (_what, pattern) => {
    expect(workflow).toMatch(pattern);
  });
});
