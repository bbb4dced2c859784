// Fails on a vulnerability that the registry knows of in any locked dependency, by `npm audit`. Where the registry does not answer, that is
// printed: on GitHub, or with --required, it fails too; elsewhere (offline, a mirror without advisories) it does not.
const { spawnSync } = require('node:child_process');

const required = process.env.GITHUB_ACTIONS === 'true' || process.argv.includes('--required');
// Through npm's own script where there is one, since on Windows `npm` is no program.
const { npm_execpath: npm } = process.env;
const args = ['audit', '--json', '--fetch-retries=1', '--fetch-timeout=30000'];
const { stdout, error } = spawnSync(npm ? process.execPath : 'npm', npm ? [npm, ...args] : args, {
  encoding: 'utf8',
  shell: !npm && process.platform === 'win32',
  maxBuffer: 64 * 1024 * 1024,
});

const report = parsed(stdout);
if (report.vulnerabilities === undefined || report.metadata === undefined) {
  const reason = report.message ?? report.error?.summary ?? error?.message ?? 'npm audit gave no report';
  console.log(`vulnerabilities: NOT CHECKED: ${reason}`);
  process.exit(required ? 1 : 0);
}

const found = Object.values(report.vulnerabilities);
for (const { name, severity, via } of found) {
  const said = via.map(each => (typeof each === 'string' ? `by ${each}` : `${each.range}: ${each.title} ${each.url}`));
  console.log(`vulnerability: ${severity}: ${name} ${said.join('; ')}`);
}
console.log(`vulnerabilities: ${found.length} in ${report.metadata.dependencies.total} dependencies`);
process.exit(found.length === 0 ? 0 : 1);

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
