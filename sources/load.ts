import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPECTED, isReadable, ReadableSource, type Source, UnreadableSource } from './source';

export { isReadable, type ReadableSource, type Source };

/** A file of this folder that cannot be used: names the file, the field, what was expected and what was received. */
export class SourceFileError extends Error {
  override readonly name = 'SourceFileError';

  constructor(file: string, field: string, expected: string, received: string) {
    super(`sources/${file}: field "${field}": expected ${expected}, received ${received}`);
  }
}

/** Every `.json` file of the folder, in the order of their names. Throws `SourceFileError`. */
export function loadSources(directory = shippedFolder()): readonly Source[] {
  const files = readdirSync(directory).filter(file => file.endsWith('.json') && !file.startsWith('.'));
  const sources = files.sort().map(file => parseSource(file, readFileSync(join(directory, file), 'utf8')));
  if (!sources.some(({ name }) => name === 'standard')) throw new SourceFileError('standard.json', 'name', 'the file', 'none');
  return sources;
}

/** Beside a bundle the files lie in a folder of this name (`infra/filter.ts` copies them there). */
function shippedFolder(): string {
  const beside = join(__dirname, 'sources');
  return existsSync(beside) ? beside : __dirname;
}

/** `file` is the file's name. Throws `SourceFileError`. */
export function parseSource(file: string, text: string): Source {
  const json = parseJson(file, text);
  const isUnreadable = typeof json === 'object' && json !== null && 'unreadable' in json;
  const result = isUnreadable ? UnreadableSource.safeParse(json) : ReadableSource.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    if (issue?.code === 'unrecognized_keys') {
      throw new SourceFileError(file, issue.keys.join(', '), `one of ${Object.keys(EXPECTED).join(', ')}`, 'an unknown field');
    }
    const field = String(issue?.path[0] ?? '(the whole file)');
    throw new SourceFileError(file, field, EXPECTED[field] ?? 'a JSON object', shown(valueAt(json, field)));
  }
  const name = file.replace(/\.json$/, '');
  if (result.data.name !== name) throw new SourceFileError(file, 'name', `"${name}"`, shown(result.data.name));
  return result.data;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new SourceFileError(file, '(the whole file)', 'JSON', error instanceof Error ? error.message : String(error));
  }
}

function valueAt(json: unknown, field: string): unknown {
  return typeof json === 'object' && json !== null && field in json ? Object.entries(json).find(([key]) => key === field)?.[1] : undefined;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
