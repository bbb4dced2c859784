import { PREFIXES } from './prefixes';

export interface EventPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * The events that start an execution: a new object under `raw/` whose key ends in `.csv`, in any case.
 *
 * Matchers in one array are OR, so a prefix beside a suffix would fire on what we write ourselves, for ever. One `wildcard` says both,
 * and since it knows no "equals ignore case", there is one per spelling of the ending.
 */
export function uploadPattern(bucket: string): EventPattern {
  return {
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: {
      bucket: { name: [bucket] },
      object: { key: spellings('csv').map(ending => ({ wildcard: `${PREFIXES.raw}*.${ending}` })) },
    },
  };
}

/** `ab` → `ab`, `aB`, `Ab`, `AB`. */
function spellings(word: string): string[] {
  return [...word].reduce<string[]>(
    (heads, letter) => heads.flatMap(head => [head + letter.toLowerCase(), head + letter.toUpperCase()]),
    [''],
  );
}
