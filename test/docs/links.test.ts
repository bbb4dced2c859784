import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const ROOT = join(__dirname, '../..');

function pagesUnder(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap(entry => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : pagesUnder(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

it.each(pagesUnder('.'))('%s links to nothing that is not there', page => {
  const links = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);
  const own = links.filter(target => !/^[a-z]+:/.test(target));
  expect(own.filter(target => !existsSync(join(ROOT, posix.dirname(page), target)))).toEqual([]);
});
