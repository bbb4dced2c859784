import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './terminal/run';

const ROOT = join(__dirname, '..');
const README = join(ROOT, 'README.md');

const LEFT_OUT = /^(node_modules|cdk\.out|coverage|\..*)$/;
/** What a person reads: no recorded data, no pictures. */
const WRITTEN = /\.(ts|cjs|js|sql|json|yaml|ejs|css|sh|service|timer|conf)$/;
const RECORDED = /\/(probes|recorded)[^/]*\.json$/;
/** A row of the README's folder table: the folder and its lines. */
const ROW = /^\| `([\w/-]+)\/` \| ([\d,]*) \|/gm;

/** Prints how many lines each folder of the README's table has; `--write` puts them into the table. The tests of a package are left out. */
run('npm run rooms [-- --write]', async args => {
  const { values } = parseArgs({ args: [...args], options: { write: { type: 'boolean', default: false } } });
  const readme = readFileSync(README, 'utf8');
  for (const [, room = ''] of readme.matchAll(ROW)) console.log(`${`${room}/`.padEnd(26)} ${grouped(linesOf(room)).padStart(6)}`);
  if (values.write)
    writeFileSync(
      README,
      readme.replaceAll(ROW, (_, room: string) => `| \`${room}/\` | ${grouped(linesOf(room))} |`),
    );
  return 0;
});

function linesOf(room: string): number {
  return existsSync(join(ROOT, room)) ? linesUnder(room, room.startsWith('packages/')) : 0;
}

function linesUnder(folder: string, withoutTests: boolean): number {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true }).filter(({ name }) => !LEFT_OUT.test(name));
  return entries.reduce((sum, entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return withoutTests && entry.name === 'test' ? sum : sum + linesUnder(path, withoutTests);
    return sum + (WRITTEN.test(path) && !RECORDED.test(path) ? readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1 : 0);
  }, 0);
}

function grouped(number: number): string {
  return number.toLocaleString('en');
}
