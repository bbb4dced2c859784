import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const ROOT = join(__dirname, '../..');
/** Words that plain technical English does not need. Tests may say anything. */
const OLD = /\b(whatever|nobody|somebody|whoever|anew|startLaptop)\b/i;
const LEFT_OUT = new Set(['node_modules', 'cdk.out', 'coverage', 'test', '.git', '.local']);

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap(entry => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : filesUnder(path);
    return /\.(ts|cjs|js|ejs|css|sh|ya?ml|sql|md)$/.test(entry.name) ? [path] : [];
  });
}

it('code, messages and docs are in plain technical English', () => {
  const files = filesUnder('.');
  const found = files.flatMap(file => {
    const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
    return lines.flatMap((line, index) => (OLD.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
  });
  expect(files.length).toBeGreaterThan(500);
  expect(found).toEqual([]);
});
