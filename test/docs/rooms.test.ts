import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const ROW = /^(?:\| `)?([\w/-]+)\/(?:`)?[ |]+([\d,]+)/gm;

/** Within a tenth, so that not each change has to write the table; `npm run rooms -- --write` does. */
it('the folder table of the README has as many lines as the folders', () => {
  const printed = execFileSync(process.execPath, ['--require', './register.cjs', 'commands/rooms.ts'], { cwd: ROOT, encoding: 'utf8' });
  const rowsOf = (text: string) =>
    [...text.matchAll(ROW)].map(([, room = '', lines = '']) => [room, Number(lines.replaceAll(',', ''))] as const);
  const written = new Map(rowsOf(readFileSync(join(ROOT, 'README.md'), 'utf8')));
  const counted = rowsOf(printed);
  expect(counted.length).toBeGreaterThan(10);
  const wrong = counted.filter(([room, lines]) => Math.abs((written.get(room) ?? 0) - lines) > lines / 10);
  expect(wrong.map(([room, lines]) => `${room}/ has ${lines} lines, the README says ${written.get(room)}`)).toEqual([]);
});
