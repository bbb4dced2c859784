/**
 * Reads an exclude pattern, which is relative to the include path. `*` and `?` stay within a folder, `**` does not;
 * `[a-z]`, `[!a]` and `{a,b}` mean what they mean in a shell; a backslash takes the next character as it is.
 * Source: https://docs.aws.amazon.com/glue/latest/dg/define-crawler.html#crawler-data-stores-exclude
 *
 * Not a regular expression, whose time with many `*` grows with a power of a key's length: this takes the product of both lengths.
 */
export function exclusion(pattern: string): (path: string) => boolean {
  const parts = partsOf(pattern);
  return path => {
    const characters = [...path];
    const start = characters.map((_, index) => index === 0);
    return advance([...start, characters.length === 0], parts, characters).at(-1) === true;
  };
}

type Part =
  | { readonly kind: 'character'; readonly fits: (character: string) => boolean }
  | { readonly kind: 'run'; readonly fits: (character: string) => boolean }
  | { readonly kind: 'one of'; readonly choices: readonly (readonly Part[])[] };

const TOKEN = /\*\*|\*|\?|\\(.)|\[(!?)((?:\\.|[^\]])+)\]|\{([^{}]*)\}|(.)/gsu;
const notSlash = (character: string) => character !== '/';

function partsOf(pattern: string): readonly Part[] {
  return [...pattern.matchAll(TOKEN)].map(([match, escaped, negated, set, group, plain]): Part => {
    if (match === '**') return { kind: 'run', fits: () => true };
    if (match === '*') return { kind: 'run', fits: notSlash };
    if (match === '?') return { kind: 'character', fits: notSlash };
    if (group !== undefined) return { kind: 'one of', choices: group.split(',').map(partsOf) };
    if (set !== undefined) {
      const characters = new RegExp(`^[${negated ? '^/' : ''}${set.replaceAll(/[\\^&[\]]/g, '\\$&')}]$`, 'su');
      return { kind: 'character', fits: character => characters.test(character) };
    }
    const expected = escaped ?? plain;
    return { kind: 'character', fits: character => character === expected };
  });
}

/** From the places in a path (before each character, and behind the last) at which a match may stand, those after more parts. */
function advance(places: readonly boolean[], parts: readonly Part[], path: readonly string[]): readonly boolean[] {
  return parts.reduce<readonly boolean[]>((at, part) => {
    if (part.kind === 'one of') {
      const ends = part.choices.map(choice => advance(at, choice, path));
      return at.map((_, index) => ends.some(end => end[index]));
    }
    const isRun = part.kind === 'run';
    const next: boolean[] = [];
    for (const [index, isHere] of at.entries()) {
      const fits = index > 0 && part.fits(path[index - 1] ?? '');
      next.push(isRun ? isHere || (next[index - 1] === true && fits) : at[index - 1] === true && fits);
    }
    return next;
  }, places);
}
