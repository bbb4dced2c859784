import { invalidArgument, notSupported } from '../trino-error';

const compiled = new Map<string, RegExp>();

/** A pattern in Java's syntax, as Trino takes it, in JavaScript's. What the two read differently is refused by name. */
export function regularExpression(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known) {
    known.lastIndex = 0;
    return known;
  }
  const [, flags = '', rest = ''] = /^(?:\(\?([ims]+)\))?([\s\S]*)$/.exec(pattern) ?? [];
  const source = translate(rest, flags.includes('s'));
  checkNesting(source);
  const expression = compile(source, `gu${flags.includes('i') ? 'i' : ''}${flags.includes('m') ? 'm' : ''}`, pattern);
  if (compiled.size > 100) compiled.clear();
  compiled.set(pattern, expression);
  return expression;
}

function compile(source: string, flags: string, pattern: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw invalidArgument(`'${pattern}' is not a valid regular expression: ${error instanceof Error ? error.message : error}`);
  }
}

/** Java's syntax that JavaScript has not, or has with another meaning. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/^\(\?[a-z-]+[):]/i, 'flags inside of a regular expression'],
  [/^\(\?>/, 'atomic groups in a regular expression'],
  [/^(?:[*+?]|\{\d*,?\d*\})\+/, 'possessive quantifiers in a regular expression'],
  [/^\\[AzZGQERhHvVXNK]/, 'this escape in a regular expression'],
];

function translate(pattern: string, dotAll: boolean): string {
  let [source, inClass] = ['', false];
  for (let index = 0; index < pattern.length; ) {
    const rest = pattern.slice(index);
    const refused = REFUSED.find(([syntax]) => syntax.test(rest));
    if (refused && !inClass) throw notSupported(`${refused[1]} (${pattern})`);
    if (inClass && (rest.startsWith('&&') || rest.startsWith('[')))
      throw notSupported(`a class of this kind in a regular expression (${pattern})`);
    const [piece, length] = translateOne(rest, inClass, dotAll);
    if (rest.startsWith('[') && !inClass) inClass = true;
    else if (rest.startsWith(']') && inClass) inClass = false;
    source += piece;
    index += length;
  }
  return source;
}

function translateOne(rest: string, inClass: boolean, dotAll: boolean): readonly [string, number] {
  const escaped = /^\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|[pP]\{[^}]*\}|[\s\S])/iu.exec(rest)?.[0];
  if (escaped) return [translateEscape(escaped, inClass), escaped.length];
  if (inClass) return [rest.slice(0, 1), 1];
  // A bracket that is the first of a class stands for itself.
  const opening = /^\[\^?\]?/.exec(rest)?.[0];
  if (opening) return [opening.replace(']', '\\]'), opening.length];
  if (rest.startsWith('.')) return [dotAll ? '[\\s\\S]' : '[^\\n]', 1];
  if (rest.startsWith('$')) return ['(?=\\n?(?![\\s\\S]))', 1];
  const quantifier = /^\{\d+(?:,\d*)?\}/.exec(rest)?.[0];
  if (quantifier) return [quantifier, quantifier.length];
  return [/^[{}\]]/.test(rest) ? `\\${rest.slice(0, 1)}` : rest.slice(0, 1), 1];
}

const SPACES = ' \\t\\n\\x0B\\f\\r';
const POSIX: Readonly<Record<string, string>> = {
  Alpha: 'A-Za-z',
  Digit: '0-9',
  Alnum: 'A-Za-z0-9',
  Upper: 'A-Z',
  Lower: 'a-z',
  Space: SPACES,
  Punct: '!-\\/:-@\\[-`{-~',
};
/** The edges of a word, whose letters are here those of all languages. */
const WORD = '[\\p{L}\\p{N}_]';
const EDGE = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;
const NO_EDGE = `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`;

function translateEscape(escaped: string, inClass: boolean): string {
  const [, negation, name = ''] = /^\\([pP])\{(\w+)\}$/.exec(escaped) ?? [];
  const set = negation && POSIX[name];
  if (set && inClass && negation === 'P') throw notSupported(`${escaped} inside of a class in a regular expression`);
  if (set) return inClass ? set : `[${negation === 'P' ? '^' : ''}${set}]`;
  if (escaped === '\\s') return inClass ? SPACES : `[${SPACES}]`;
  if (escaped === '\\S' && inClass) throw notSupported('\\S inside of a class in a regular expression');
  if (escaped === '\\S') return `[^${SPACES}]`;
  if (escaped === '\\b' && !inClass) return EDGE;
  if (escaped === '\\B' && !inClass) return NO_EDGE;
  if (/^\\[A-Za-z0-9]/.test(escaped)) return escaped;
  // In JavaScript only what has a meaning may be escaped, and a hyphen only in a class.
  const plain = escaped.slice(1);
  return /^[\^$\\.*+?()[\]{}|/]$/.test(plain) || (plain === '-' && inClass) ? escaped : plain;
}

/** A repetition of a repetition may take for ever on a text that does not match, and no engine here could be stopped in it. */
function checkNesting(source: string): void {
  const open: boolean[] = [];
  for (const { 0: piece, index } of source.matchAll(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|[()]|[*+]|\{\d+,\d*\}/g)) {
    if (piece === '(') open.push(false);
    else if (piece === ')') {
      const repeats = open.pop() ?? false;
      const after = source.slice(index + 1);
      if (repeats && /^([*+]|\{\d+,\})/.test(after)) throw notSupported('a repetition inside of a repetition in a regular expression');
      if (repeats && open.length > 0) open[open.length - 1] = true;
    } else if (/^([*+]|\{\d+,\d*\})$/.test(piece) && open.length > 0) open[open.length - 1] = true;
  }
}
