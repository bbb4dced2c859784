import { readFileSync } from 'node:fs';
import type * as z from 'zod';
import { messageOf } from '../endpoint/service-error';
import { type FaultFile, faultFileSchema, KINDS } from './fault';

/** A file of faults cannot be used. */
export class FaultFileError extends Error {
  override readonly name = 'FaultFileError';
}

/** Reads a file of faults. Throws `FaultFileError`: in one line the file, the fault by its number, its field, what was expected and what came. */
export function readFaults(path: string): FaultFile {
  const text = readText(path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw unusable(path, `${placeIn(text, messageOf(error))}${messageOf(error)}`, error);
  }
  const result = faultFileSchema.safeParse(json);
  if (result.success) return { ...result.data, path };
  throw unusable(path, describeIssue(result.error.issues[0], json), result.error);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unusable(path, messageOf(error), error);
  }
}

/** A message of JSON.parse quotes the text, line breaks included. */
function unusable(path: string, problem: string, cause: unknown): FaultFileError {
  return new FaultFileError(`${path} cannot be used: ${problem.replace(/\p{Cc}+/gu, ' ')}`, { cause });
}

/** The line and column of a position that a message of JSON.parse names. */
function placeIn(text: string, message: string): string {
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: `;
}

function describeIssue(issue: z.core.$ZodIssue | undefined, json: unknown): string {
  if (!issue) return 'it does not have the documented form';
  const [, number, ...fields] = issue.path;
  const place =
    typeof number === 'number' ? `fault ${[number + 1, ...fields].join('.')}: ` : `${issue.path.join('.')}: `.replace(/^: $/, '');
  if (issue.code === 'unrecognized_keys') return `${place}${issue.message}`;
  return `${place}${expectedBy(issue)}, got ${shown(valueAt(json, issue.path))}`;
}

function expectedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union' && 'discriminator' in issue) return `expected one of ${KINDS.join(', ')}`;
  return issue.message.replace(/^[A-Z][a-z ]+: /, '').replace(/, received .*$/, '');
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), json);
}

const MOST_SHOWN = 60;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
