import { readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import * as z from 'zod';
import { errorCode } from './error-code';

/** One kind of file in a data folder. */
export interface StateFile<T> {
  /** What it is, as a message calls it: `record of an object`. */
  readonly kind: string;
  readonly schema: z.ZodType<T>;
  /** What the loss means, and what a person can do: the end of a sentence. */
  readonly remedy: string;
}

/** A file that could not be read, and where it is now. */
export interface Damage {
  readonly kind: string;
  readonly path: string;
  /** Undefined where even that failed. */
  readonly setAside: string | undefined;
  /** One line for a person: the file, what is wrong, what became of it, what to do. */
  readonly message: string;
}

export type OnDamage = (damage: Damage) => void;

/** For services without a listener. */
export const printDamage: OnDamage = ({ message }) => console.error(message);

/**
 * Reads a JSON file of a data folder; undefined where there is none. One that is damaged is renamed to `<path>.damaged-<time>` and
 * reported, and counts as missing. Synchronous, since thousands of small files are read several times faster so.
 */
export function readStateFile<T>(path: string, about: StateFile<T>, onDamage: OnDamage, now = Date.now): T | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    return damaged(path, about, messageOf(error), onDamage, now);
  }
  const parsed = parse(text, about.schema);
  return 'value' in parsed ? parsed.value : damaged(path, about, parsed.problem, onDamage, now);
}

/** Puts a file out of the way under a name that says why. */
export function damaged(
  path: string,
  { kind, remedy }: Pick<StateFile<unknown>, 'kind' | 'remedy'>,
  problem: string,
  onDamage: OnDamage,
  now = Date.now,
): undefined {
  const setAside = putAside(path, now);
  const where = setAside === undefined ? 'It could not be set aside' : `It is now ${setAside}`;
  onDamage({ kind, path, setAside, message: `The ${kind} ${path} cannot be read: ${problem}. ${where}; ${remedy}.` });
  return undefined;
}

function putAside(path: string, now: () => number): string | undefined {
  const aside = `${path}.damaged-${new Date(now()).toISOString().replaceAll(':', '').slice(0, 17)}Z`;
  try {
    rmSync(aside, { recursive: true, force: true });
    renameSync(path, aside);
    return aside;
  } catch {
    return undefined;
  }
}

function parse<T>(text: string, schema: z.ZodType<T>): { readonly value: T } | { readonly problem: string } {
  if (text.trim() === '') return { problem: 'the file is empty' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { problem: `it is not JSON (${messageOf(error)})` };
  }
  const result = schema.safeParse(json);
  if (result.success) return { value: result.data };
  const [issue] = result.error.issues;
  const place = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  return { problem: `it does not have the expected form (${place}${issue?.message})` };
}

/** A schema for a type that is declared elsewhere: `form` says as much of it as a damaged file would lack. */
export function recordOf<T>(form: z.ZodType): z.ZodType<T> {
  return z.custom<T>(value => form.safeParse(value).success, 'a part of it is missing or of another type');
}

/** Is this a folder? What a file manager leaves in a data folder (`.DS_Store`, `Thumbs.db`) is none. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
