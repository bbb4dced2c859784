import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Describes tests that need a program which a bare machine does not have (Chromium, Python, cfn-lint); they are given its path.
 * Where it is missing the tests are skipped with a printed reason; in CI (`CI=true`) a missing program is a failure.
 */
export function describeWith(program: string, name: string, tests: (path: string) => void): void {
  const path = pathOf(program);
  if (path !== undefined) {
    describe(name, () => tests(path));
  } else if (process.env.CI) {
    describe(name, () => {
      it(`finds ${program}, which CI must have`, () => {
        throw new Error(`${program} is not on the PATH`);
      });
    });
  } else {
    describe.skip(`${name} (skipped: ${program} is not on the PATH)`, () => tests(program));
    process.stderr.write(`skipped: ${name}: ${program} is not on the PATH\n`);
  }
}

/** Where the program is, if it is there and runs at all. */
function pathOf(program: string): string | undefined {
  const folder = (process.env.PATH ?? '').split(delimiter).find(each => existsSync(join(each, program)));
  const path = folder && join(folder, program);
  return path && spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0 ? path : undefined;
}
