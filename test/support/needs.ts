import { spawnSync } from 'node:child_process';

/**
 * Describes tests that need a program which a bare machine does not have (Chromium, Python, cfn-lint).
 * Where it is missing the tests are skipped with a printed reason; in CI (`CI=true`) a missing program is a failure.
 */
export function describeWith(program: string, name: string, tests: () => void): void {
  if (has(program)) {
    describe(name, tests);
  } else if (process.env.CI) {
    describe(name, () => {
      it(`finds ${program}, which CI must have`, () => {
        throw new Error(`${program} is not on the PATH`);
      });
    });
  } else {
    describe.skip(`${name} (skipped: ${program} is not on the PATH)`, tests);
    console.warn(`skipped: ${name}: ${program} is not on the PATH`);
  }
}

function has(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}
