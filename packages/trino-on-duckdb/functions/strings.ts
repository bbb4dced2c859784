import { invalidArgument, notSupported } from '../trino-error';
import { type Type, VARCHAR, varchar } from '../types/type';
import { js, quickly, returning, sql } from './definition';

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const characters = (text: string): string[] => Array.from(text);

/** https://trino.io/docs/476/functions/string.html */
export const STRINGS = [
  sql('concat(varchar...) -> varchar', (...parts) => `(${parts.join(' || ')})`),
  sql('concat_ws(varchar) -> varchar', () => `CAST(error('INVALID_FUNCTION_ARGUMENT: There must be two or more arguments') AS VARCHAR)`),
  js('concat_ws(varchar, array(varchar)) -> varchar', (separator, parts) => parts.filter(part => part !== null).join(separator)),
  sql(
    'concat_ws(varchar, varchar...) -> varchar',
    (separator, ...parts) => `CASE WHEN ${separator} IS NULL THEN NULL ELSE concat_ws(${[separator, ...parts].join(', ')}) END`,
  ),
  sql('length(varchar) -> bigint', text => `length(${text})`),
  js('upper(varchar(x)) -> varchar(x)', text => characters(text).map(upper).join('')),
  sql('lower(varchar(x)) -> varchar(x)', text => `lower(${text})`),
  sql('reverse(varchar(x)) -> varchar(x)', text => `reverse(${text})`),
  quickly(
    js('chr(bigint) -> varchar(1)', code => {
      if (code < 0n || code > 0x10ffffn || (code >= 0xd800n && code <= 0xdfffn))
        throw invalidArgument(`Not a valid Unicode code point: ${code}`);
      return String.fromCodePoint(Number(code));
    }),
    ({ arguments: [code] }) => code && { sql: `chr(CAST(${code.sql} AS INTEGER))`, when: `${code.sql} BETWEEN 1 AND ${0xd7ff}` },
  ),
  js('codepoint(varchar(1)) -> integer', text => {
    if (characters(text).length !== 1) throw invalidArgument('Input string must be a single character string');
    return text.codePointAt(0) ?? 0;
  }),
  js('substr(varchar(x), bigint) -> varchar(x)', (text, start) => substring(text, start)),
  js('substr(varchar(x), bigint, bigint) -> varchar(x)', (text, start, length) => substring(text, start, length)),
  js('substring(varchar(x), bigint) -> varchar(x)', (text, start) => substring(text, start)),
  js('substring(varchar(x), bigint, bigint) -> varchar(x)', (text, start, length) => substring(text, start, length)),
  js('strpos(varchar, varchar) -> bigint', (text, part) => position(text, part, 1n)),
  js('strpos(varchar, varchar, bigint) -> bigint', (text, part, instance) => position(text, part, instance)),
  sql('starts_with(varchar, varchar) -> boolean', (text, prefix) => `starts_with(${text}, ${prefix})`),
  js('replace(varchar(x), varchar) -> varchar(x)', (text, part) => replaceAll(text, part, '')),
  returning(
    ([text, , by]) => sized(text, by, (x, z) => x + z * (x + 1)),
    js('replace(varchar(x), varchar(y), varchar(z)) -> varchar', replaceAll),
  ),
  js('trim(varchar(x)) -> varchar(x)', text => trimEnd(trimStart(text))),
  js('ltrim(varchar(x)) -> varchar(x)', trimStart),
  js('rtrim(varchar(x)) -> varchar(x)', trimEnd),
  js('trim(varchar(x), varchar) -> varchar(x)', (text, set) => strip(text, set, true, true)),
  js('ltrim(varchar(x), varchar) -> varchar(x)', (text, set) => strip(text, set, true, false)),
  js('rtrim(varchar(x), varchar) -> varchar(x)', (text, set) => strip(text, set, false, true)),
  js('lpad(varchar, bigint, varchar) -> varchar', (text, size, padding) => pad(text, size, padding, true)),
  js('rpad(varchar, bigint, varchar) -> varchar', (text, size, padding) => pad(text, size, padding, false)),
  js('split(varchar(x), varchar) -> array(varchar(x))', (text, delimiter) => split(text, delimiter)),
  js('split(varchar(x), varchar, bigint) -> array(varchar(x))', split),
  js('split_part(varchar(x), varchar, bigint) -> varchar(x)', (text, delimiter, index) => {
    if (index <= 0n) throw invalidArgument('Index must be greater than zero');
    const parts = delimiter === '' ? characters(text) : text.split(delimiter);
    return parts[Number(index) - 1] ?? null;
  }),
  quickly(
    js('translate(varchar, varchar, varchar) -> varchar', (text, from, to) => {
      const [keys, values] = [characters(from), characters(to)];
      return characters(text)
        .map(character => (keys.includes(character) ? (values[keys.indexOf(character)] ?? '') : character))
        .join('');
    }),
    ({ arguments: [text, from, to] }) => {
      const [keys, values] = [from?.literal, to?.literal];
      const isSet = keys !== undefined && new Set(keys).size === keys.length;
      if (!isSet || values === undefined) return undefined;
      const translated = `translate(${text?.sql}, ${from?.sql}, ${to?.sql})`;
      // Ten times faster where every character is one byte.
      const isLower = keys === CAPITALS && values === CAPITALS.toLowerCase();
      return {
        sql: isLower ? `CASE WHEN strlen(${text?.sql}) = length(${text?.sql}) THEN lower(${text?.sql}) ELSE ${translated} END` : translated,
      };
    },
  ),
  js('levenshtein_distance(varchar, varchar) -> bigint', (a, b) => BigInt(levenshtein(characters(a), characters(b)))),
  js('hamming_distance(varchar, varchar) -> bigint', (a, b) => {
    const [x, y] = [characters(a), characters(b)];
    if (x.length !== y.length) throw invalidArgument('The input strings to hamming_distance function must have the same length');
    return BigInt(x.filter((character, index) => character !== y[index]).length);
  }),
  js('soundex(varchar) -> varchar(4)', soundex),
  js('luhn_check(varchar) -> boolean', text => {
    if (/\D/.test(text)) throw invalidArgument('Input contains non-digit character');
    if (text === '') return false;
    const digits = [...text].reverse().map((digit, index) => Number(digit) * (1 + (index % 2)));
    return digits.reduce((sum, digit) => sum + (digit > 9 ? digit - 9 : digit), 0) % 10 === 0;
  }),
  js('normalize(varchar, varchar) -> varchar', (text, form) => {
    if (form !== form.toUpperCase()) throw invalidArgument('Normalization form must be one of [NFD, NFC, NFKD, NFKC]');
    return text.normalize(form);
  }),
];

/** The letters of one sound have one digit; vowels have none, and H and W do not even part two letters of one sound. */
function soundex(text: string): string {
  const letters = [...text.toUpperCase()].filter(character => /\p{L}/u.test(character));
  const strange = letters.find(letter => !/[A-Z]/.test(letter));
  if (strange) throw invalidArgument(`The character is not mapped: ${strange}`);
  const digitOf = (letter: string) => '01230120022455012623010202'.charAt(letter.charCodeAt(0) - 65);
  let [code, before] = [letters[0] ?? '', digitOf(letters[0] ?? 'A')];
  for (const letter of letters.slice(1)) {
    if (letter === 'H' || letter === 'W') continue;
    const digit = digitOf(letter);
    if (digit !== '0' && digit !== before) code += digit;
    before = digit;
  }
  return code === '' ? '' : code.slice(0, 4).padEnd(4, '0');
}

/** One character for one, as Trino: `ß` stays as it is. */
function upper(character: string): string {
  const capital = character.toUpperCase();
  return characters(capital).length === 1 ? capital : character;
}

/** A result's length where it follows from its arguments' lengths; unbounded where one of those is. */
export function sized(a: Type | undefined, b: Type | undefined, length: (a: number, b: number) => number): Type {
  return a?.size === undefined || b?.size === undefined ? VARCHAR : varchar(Math.min(length(a.size, b.size), 2 ** 31 - 1));
}

/** What Java calls white space: no space that forbids a line break is among it. */
const SPACE = /[\t-\r\x1C-\x1F \u1680\u2000-\u2006\u2008-\u200A\u2028\u2029\u205F\u3000]/;

function trimStart(text: string): string {
  let start = 0;
  while (start < text.length && SPACE.test(text.charAt(start))) start += 1;
  return text.slice(start);
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** From 1, or from the end where negative; 0 and everything outside of the text give nothing. */
function substring(text: string, start: bigint, length = 2n ** 62n): string {
  const all = characters(text);
  const from = start > 0n ? Number(start) - 1 : all.length + Number(start);
  if (start === 0n || from < 0 || from >= all.length || length <= 0n) return '';
  return all.slice(from, Math.min(all.length, from + Number(length))).join('');
}

function position(text: string, part: string, instance: bigint): bigint {
  if (instance === 0n) throw invalidArgument("'instance' must be a positive or negative number.");
  if (part === '') return 1n;
  let found = instance > 0n ? -1 : text.length + 1;
  for (let left = instance > 0n ? instance : -instance; left > 0n; left -= 1n) {
    found = instance > 0n ? text.indexOf(part, found + 1) : found === 0 ? -1 : text.lastIndexOf(part, found - 1);
    if (found < 0) return 0n;
  }
  return BigInt(characters(text.slice(0, found)).length + 1);
}

function replaceAll(text: string, part: string, by: string): string {
  if (part === '')
    return (
      by +
      characters(text)
        .map(character => character + by)
        .join('')
    );
  return text.split(part).join(by);
}

function strip(text: string, set: string, left: boolean, right: boolean): string {
  const all = characters(text);
  const unwanted = new Set(characters(set));
  let [start, end] = [0, all.length];
  while (left && start < end && unwanted.has(all[start] ?? '')) start += 1;
  while (right && end > start && unwanted.has(all[end - 1] ?? '')) end -= 1;
  return all.slice(start, end).join('');
}

function pad(text: string, size: bigint, padding: string, left: boolean): string {
  if (size < 0n || size > 2n ** 31n - 1n) throw invalidArgument('Target length must be in the range [0..2147483647]');
  if (padding === '') throw invalidArgument('Padding string must not be empty');
  if (size > 1_000_000n) throw notSupported('Padding to more than a million characters');
  const all = characters(text);
  const missing = Number(size) - all.length;
  if (missing <= 0) return all.slice(0, Number(size)).join('');
  const fill = characters(padding.repeat(Math.ceil(missing / characters(padding).length)))
    .slice(0, missing)
    .join('');
  return left ? fill + text : text + fill;
}

function split(text: string, delimiter: string, limit = 2n ** 31n - 1n): string[] {
  if (limit <= 0n || limit > 2n ** 31n - 1n) throw invalidArgument('Limit must be positive');
  if (delimiter === '') throw invalidArgument('The delimiter may not be the empty string');
  const parts = text.split(delimiter);
  const most = Number(limit);
  return parts.length <= most ? parts : [...parts.slice(0, most - 1), parts.slice(most - 1).join(delimiter)];
}

function levenshtein(a: readonly string[], b: readonly string[]): number {
  if (b.length > 0 && a.length * (b.length - 1) > 1_000_000)
    throw invalidArgument('The combined inputs for Levenshtein distance are too large');
  let row = b.map((_, index) => index + 1);
  for (const [i, x] of a.entries()) {
    let diagonal = i;
    let left = i + 1;
    row = row.map((up, j) => {
      const value = Math.min(up + 1, left + 1, diagonal + (x === b[j] ? 0 : 1));
      [diagonal, left] = [up, value];
      return value;
    });
  }
  return row.at(-1) ?? a.length;
}
