import { quote, type Typed } from '../expressions/typed';
import { invalidArgument } from '../trino-error';
import { regularExpression } from '../user-defined-functions/regular-expression';
import { js, quickly, returning } from './definition';
import { sized } from './strings';

/** https://trino.io/docs/476/functions/regexp.html */
export const REGULAR_EXPRESSIONS = [
  quickly(
    js('regexp_like(varchar, varchar) -> boolean', (text, pattern) => regularExpression(pattern).test(text)),
    ({ arguments: [text, pattern] }) => simply(text, pattern, (t, p) => `regexp_matches(${t}, ${p})`),
  ),
  quickly(
    js('regexp_extract(varchar(x), varchar) -> varchar(x)', (text, pattern) => extract(text, pattern, 0n)),
    ({ arguments: [text, pattern] }) => simply(text, pattern, (t, p) => extracted(t, p, 0)),
  ),
  quickly(js('regexp_extract(varchar(x), varchar, bigint) -> varchar(x)', extract), ({ arguments: [text, pattern, group] }) => {
    const index = Number(group?.literal ?? Number.NaN);
    return index >= 0 && index <= groupsOf(pattern?.literal) ? simply(text, pattern, (t, p) => extracted(t, p, index)) : undefined;
  }),
  js('regexp_extract_all(varchar(x), varchar) -> array(varchar(x))', (text, pattern) => extractAll(text, pattern, 0n)),
  js('regexp_extract_all(varchar(x), varchar, bigint) -> array(varchar(x))', extractAll),
  js('regexp_replace(varchar(x), varchar) -> varchar(x)', (text, pattern) => replace(text, pattern, '')),
  returning(
    ([text, , by]) => sized(text, by, (x, y) => x + Math.max(Math.floor((x * y) / 2), y) * (x + 1)),
    js('regexp_replace(varchar(x), varchar(y), varchar(z)) -> varchar', replace),
  ),
  js('regexp_split(varchar(x), varchar) -> array(varchar(x))', (text, pattern) => {
    const parts: string[] = [];
    let from = 0;
    for (const match of text.matchAll(regularExpression(pattern))) {
      parts.push(text.slice(from, match.index));
      from = match.index + match[0].length;
    }
    return [...parts, text.slice(from)];
  }),
  js('regexp_count(varchar, varchar) -> bigint', (text, pattern) => BigInt([...text.matchAll(regularExpression(pattern))].length)),
  js('regexp_position(varchar, varchar) -> integer', (text, pattern) => position(text, pattern, 1, 1)),
  js('regexp_position(varchar, varchar, integer) -> integer', (text, pattern, start) => position(text, pattern, start, 1)),
  js('regexp_position(varchar, varchar, integer, integer) -> integer', position),
];

/** Characters, classes and repetitions of them, groups of those that are not repeated: Java, JavaScript and RE2 read them alike. */
const SIMPLE = (() => {
  const atom = String.raw`(?:[\w/=:, -]|\\[./]|\[\^?[\w/=:,.]+\])[+*?]?`;
  return new RegExp(String.raw`^\^?(?:${atom}|\((?:${atom})+\))+\$?$`);
})();

/** RE2 on a text that holds no line breaks and no letters but those of ASCII. */
function simply(text: Typed | undefined, pattern: Typed | undefined, sql: (text: string, pattern: string) => string) {
  if (!text || !SIMPLE.test(pattern?.literal ?? '') || groupsOf(pattern?.literal) > 9) return undefined;
  return { when: `regexp_full_match(${text.sql}, '[ -~]*')`, sql: sql(text.sql, quote(pattern?.literal ?? '')) };
}

function extracted(text: string, pattern: string, group: number): string {
  return `CASE WHEN regexp_matches(${text}, ${pattern}) THEN regexp_extract(${text}, ${pattern}, ${group}) END`;
}

function groupsOf(pattern = ''): number {
  return pattern.split('(').length - 1;
}

function checkGroup(pattern: string, group: bigint): number {
  const count = (new RegExp(`${regularExpression(pattern).source}|`, 'u').exec('')?.length ?? 1) - 1;
  if (group < 0n) throw invalidArgument('Group cannot be negative');
  if (group > count) throw invalidArgument(`Pattern has ${count} groups. Cannot access group ${group}`);
  return Number(group);
}

function extract(text: string, pattern: string, group: bigint): string | null {
  const index = checkGroup(pattern, group);
  return regularExpression(pattern).exec(text)?.[index] ?? null;
}

function extractAll(text: string, pattern: string, group: bigint): (string | null)[] {
  const index = checkGroup(pattern, group);
  return [...text.matchAll(regularExpression(pattern))].map(match => match[index] ?? null);
}

/** `$1` and `${name}` are groups; a backslash makes the next character plain. */
function replace(text: string, pattern: string, replacement: string): string {
  const groups = checkGroup(pattern, 0n);
  return text.replaceAll(regularExpression(pattern), (...match) => {
    const named = match.at(-1);
    const values: readonly unknown[] = match;
    return replacement.replaceAll(/\\([\s\S])|\$(\d+)|\$\{(\w+)\}|\$/g, (_whole, plain, number, name) => {
      if (plain !== undefined) return plain;
      if (number !== undefined) {
        checkGroup(pattern, BigInt(number) + BigInt(groups));
        return String(values[Number(number)] ?? '');
      }
      if (name !== undefined && typeof named === 'object' && named !== null && name in named) return String(named[name] ?? '');
      throw invalidArgument(`Illegal replacement sequence: ${replacement}`);
    });
  });
}

/** In characters, from 1; -1 where there is no such match. */
function position(text: string, pattern: string, start: number, occurrence: number): number {
  if (start < 1) throw invalidArgument('start position cannot be smaller than 1');
  if (occurrence < 1) throw invalidArgument('occurrence cannot be smaller than 1');
  const characters = Array.from(text);
  if (start > characters.length) return -1;
  const offset = characters.slice(0, start - 1).join('').length;
  const expression = regularExpression(pattern);
  expression.lastIndex = offset;
  for (let count = 1; ; count += 1) {
    const match = expression.exec(text);
    if (!match) return -1;
    if (count === occurrence) return Array.from(text.slice(0, match.index)).length + 1;
    if (match[0] === '') expression.lastIndex += 1;
  }
}
