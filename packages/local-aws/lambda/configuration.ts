import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { functionArn, roleArn } from '../identity';
import type { FunctionDefinition } from './sandboxes';

/** The most that AWS lists at a time. */
const PAGE = 50;
/** Lambda sets these itself, and does not show them among a function's variables. */
const OWN_VARIABLES = /^AWS_(REGION|DEFAULT_REGION|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/;

/** A page of functions by name; the marker is the name at which the next one begins. */
export function listFunctions(functions: readonly FunctionDefinition[], query: URLSearchParams) {
  const sorted = functions.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const marker = query.get('Marker') ?? '';
  const rest = sorted.filter(({ name }) => name >= marker);
  const size = Math.min(Number(query.get('MaxItems') ?? PAGE) || PAGE, PAGE);
  const next = rest[size];
  return { Functions: rest.slice(0, size).map(configurationOf), NextMarker: next?.name ?? null };
}

/** A function's configuration as AWS describes it; code and its hash are those of the file that holds the handler. */
export function configurationOf({ name, entry, environment, timeout }: FunctionDefinition) {
  const { code, modified } = read(entry);
  return {
    FunctionName: name,
    FunctionArn: functionArn(name),
    Runtime: `nodejs${process.versions.node.split('.')[0]}.x`,
    Role: roleArn(name),
    Handler: `${basename(entry, extname(entry))}.handler`,
    CodeSize: code.length,
    CodeSha256: createHash('sha256').update(code).digest('base64'),
    Description: '',
    Timeout: timeout,
    LastModified: modified.toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    Environment: { Variables: Object.fromEntries(Object.entries(environment).filter(([key]) => !OWN_VARIABLES.test(key))) },
    PackageType: 'Zip',
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}

/** A file that is not there is a function that fails when it is invoked. */
function read(entry: string): { readonly code: Buffer; readonly modified: Date } {
  try {
    return { code: readFileSync(entry), modified: statSync(entry).mtime };
  } catch {
    return { code: Buffer.alloc(0), modified: new Date(0) };
  }
}
