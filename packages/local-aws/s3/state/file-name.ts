import { createHash } from 'node:crypto';

/** One name on disk. Most file systems end at 255 bytes. */
const MAX_NAME = 200;
/** The whole path, with room for the data folder before it: macOS ends at 1,024 bytes. */
const MAX_PATH = 700;

/**
 * Where the bytes of a key lie, relative to its bucket's folder: `in/a.csv` for `in/a.csv`, and for every other key a name that
 * any file system can hold, different for different keys also where the file system ignores case or normalizes Unicode.
 *
 * - Capitals are written as in Go's module cache (`Q1.csv` → `!q1.csv`), every other byte outside `a-z 0-9 _ - = , space .` as `%XX`.
 * - Folders have no dot and files have one, so that `a` (`a.%`) and `a/b` can stand side by side.
 * - A bare `%` cannot come from an escape: it stands for an empty segment, and ends the name of a file that has no dot.
 * - What would be too long lies under `%long/`, named by its hash; the key itself is in the record.
 */
export function fileNameOf(key: string): string {
  const segments = key.split('/');
  const file = segments.pop() ?? '';
  const names = [...segments.map(folderName), withDot(escapeSegment(file))];
  const path = names.join('/');
  if (path.length > MAX_PATH || names.some(name => name.length > MAX_NAME))
    return `%long/${createHash('sha256').update(key).digest('hex')}.%`;
  return path;
}

/** The key that `fileNameOf` writes as this path; for a path that is no such name, some text. */
export function keyOf(path: string): string {
  const segments = path.split(/[\\/]/);
  return segments.map((name, index) => unescapeSegment(index === segments.length - 1 ? name.replace(/\.%$/, '') : name)).join('/');
}

function unescapeSegment(name: string): string {
  if (name === '%') return '';
  const bytes = name
    .replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

export function folderName(segment: string): string {
  return segment === '' ? '%' : escapeSegment(segment).replaceAll('.', '%2E');
}

/** A bucket's name as a folder beside others that are no buckets' files: only names of devices are escaped. `keyOf` reads it back. */
export function bucketFolderName(bucket: string): string {
  return escapeSegment(bucket);
}

function withDot(name: string): string {
  return name.includes('.') ? name : `${name}.%`;
}

function escapeSegment(segment: string): string {
  return segment
    .replace(/[^a-z0-9_\-=, .A-Z]/gu, percent)
    .replace(/^[. ]+|[. ]+$/g, edge => [...edge].map(percent).join(''))
    .replace(/^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i, device => percent(device.charAt(0)) + device.slice(1))
    .replace(/(%[0-9A-F]{2})|[A-Z]/g, (letter, escaped) => escaped ?? `!${letter.toLowerCase()}`);
}

/** Every UTF-8 byte as `%XX`. */
function percent(character: string): string {
  return [...Buffer.from(character)].map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
