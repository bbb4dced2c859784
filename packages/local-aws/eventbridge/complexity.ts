import { isObject } from '../json-object';

/** The most that EventBridge takes. Source: refusals of 11, 12 and 16 and acceptances of 8 and 9 in public; nothing documents the number. */
export const MOST_COMPLEX = 10;

/** A wildcard in the parts that it is matched by: a character, or `*` for any number of any. */
type Parts = readonly string[];

/** Wildcards that stand in one matcher; `anything-but` may list several. */
type Group = readonly Parts[];

const ANY = '*';
const ESCAPED_ANY = '\\*';

/**
 * How many beginnings of wildcards one text can match at the same time, at most, counted for each field: EventBridge follows them all at once and
 * refuses a pattern that asks for more than `MOST_COMPLEX`. It stops counting at `limit`. The number is that of EventBridge's own matcher
 * (https://github.com/aws/event-ruler, `MachineComplexityEvaluator`), compared over 13,000 random patterns.
 */
export function complexityOf(pattern: unknown, limit = MOST_COMPLEX + 1): number {
  const machines = new Map<string, Group[]>();
  for (const fields of alternativesOf(pattern)) {
    // Fields are looked at in the order of their names; alternatives that ask the same of the fields before one are followed together there.
    let before = '';
    for (const [path, choices] of [...fields].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const here = `${before}/${path}`;
      machines.set(here, [...(machines.get(here) ?? []), ...choices.flatMap(groupsOf)]);
      before = `${here}=${JSON.stringify(choices)}`;
    }
  }
  return Math.max(0, ...[...machines.values()].map(groups => complexityOfField(distinct(groups), limit)));
}

/** The choices of each field by its path: one map, or one for each alternative of `$or`. */
function alternativesOf(pattern: unknown, path = ''): ReadonlyMap<string, readonly unknown[]>[] {
  if (!isObject(pattern)) return [];
  return Object.entries(pattern).reduce<ReadonlyMap<string, readonly unknown[]>[]>(
    (heads, [field, wanted]) => {
      const here = `${path}.${field}`;
      const tails =
        field === '$or' && Array.isArray(wanted)
          ? wanted.flatMap(alternative => alternativesOf(alternative, path))
          : Array.isArray(wanted)
            ? [new Map([[here, wanted]])]
            : alternativesOf(wanted, here);
      return heads.flatMap(head => tails.map(tail => new Map([...head, ...tail])));
    },
    [new Map()],
  );
}

function groupsOf(choice: unknown): Group[] {
  if (!isObject(choice)) return [];
  const wildcard = isObject(choice['anything-but']) ? choice['anything-but'].wildcard : choice.wildcard;
  const texts = [wildcard].flat().filter(text => typeof text === 'string');
  return texts.length > 0 ? [texts.map(partsOf)] : [];
}

/** A value is matched with its quotes, as it stands in JSON. */
function partsOf(wildcard: string): Parts {
  const parts = [...wildcard.matchAll(/\\([*\\])|[\s\S]/gu)].map(([text, escaped]) => (escaped === '*' ? ESCAPED_ANY : (escaped ?? text)));
  return ['"', ...parts, '"'];
}

function distinct(groups: readonly Group[]): readonly Group[] {
  return [...new Map(groups.map(group => [JSON.stringify(group), group])).values()];
}

/** Follows every text through all wildcards, as sets of places in them, and finds the largest set. */
function complexityOfField(groups: readonly Group[], limit: number): number {
  const wildcards = groups.flatMap((group, index) => group.map(parts => ({ parts, group: index })));
  const characters = new Set(wildcards.flatMap(({ parts }) => parts));
  characters.delete(ANY);
  // Stands for every character that no wildcard names.
  characters.add('');
  const start: Places = wildcards.map(() => [0]);
  const seen = new Set([JSON.stringify(start)]);
  const open = [start];
  let most = 0;
  for (let places = open.pop(); places; places = open.pop()) {
    for (const character of characters) {
      const next = wildcards.map(({ parts }, index) => advance(parts, places[index] ?? [], character));
      const key = JSON.stringify(next);
      if (seen.has(key)) continue;
      seen.add(key);
      most = Math.max(most, countOf(wildcards, next));
      if (most >= limit) return limit;
      open.push(next);
    }
  }
  return most;
}

/** For each wildcard, how many of its parts may have been matched by now. */
type Places = readonly (readonly number[])[];

function advance(parts: Parts, places: readonly number[], character: string): readonly number[] {
  const next = new Set<number>();
  for (const place of places) {
    if (parts[place] === character) next.add(place + 1);
    if (parts[place - 1] === ANY) next.add(place);
  }
  // An asterisk may stand for nothing.
  for (const place of next) if (parts[place] === ANY) next.add(place + 1);
  return [...next].sort((a, b) => a - b);
}

/** Wildcards of one matcher share what they have in common up to their first asterisk. */
function countOf(wildcards: readonly { readonly parts: Parts; readonly group: number }[], places: Places): number {
  const beginnings = wildcards.flatMap(({ parts, group }, index) =>
    (places[index] ?? []).map(place => {
      const beginning = parts.slice(0, place);
      const isShared = !beginning.slice(0, -1).includes(ANY);
      return JSON.stringify([group, isShared ? '' : index, beginning]);
    }),
  );
  return new Set(beginnings).size;
}
