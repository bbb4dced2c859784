import { BlockList, isIP } from 'node:net';
import { isObject, type JsonObject } from '../json-object';
import { matchesWildcard, parseWildcard } from './wildcard';

/** Decides on one value of an event: a string, number, boolean or null. */
export type ValueMatcher = (value: unknown) => boolean;

/** The matchers of event patterns, by the name that a pattern gives them; each reads its operand once. `exists` is no test of a value. */
export const VALUE_MATCHERS: Readonly<Record<string, (operand: unknown) => ValueMatcher>> = {
  prefix: operand => affix('prefix', operand, (text, prefix) => text.startsWith(prefix)),
  suffix: operand => affix('suffix', operand, (text, suffix) => text.endsWith(suffix)),
  'equals-ignore-case': operand => {
    const wanted = fold(text('equals-ignore-case', operand));
    return onText(value => fold(value) === wanted);
  },
  wildcard: operand => {
    const parts = parseWildcard(text('wildcard', operand));
    return onText(value => matchesWildcard(parts, value));
  },
  'anything-but': anythingBut,
  numeric,
  cidr,
};

/** `{ prefix: 'a' }`, or `{ prefix: { 'equals-ignore-case': 'a' } }`. */
function affix(name: string, operand: unknown, test: (text: string, affix: string) => boolean): ValueMatcher {
  if (!isObject(operand)) {
    const wanted = text(name, operand);
    return onText(value => test(value, wanted));
  }
  const wanted = fold(text(name, onlyEntry(operand, ['equals-ignore-case'], name)[1]));
  return onText(value => test(fold(value), wanted));
}

/**
 * One string or number, a list of either, or one other matcher with one text or a list of them. The value must be there and match none; so a
 * number, which no text matches, is anything but a prefix. Compared with EventBridge's own matcher, https://github.com/aws/event-ruler.
 */
function anythingBut(operand: unknown): ValueMatcher {
  if (isObject(operand)) {
    const [name, inner] = onlyEntry(operand, ['prefix', 'suffix', 'wildcard', 'equals-ignore-case'], 'anything-but');
    const matcherOf = VALUE_MATCHERS[name];
    if (!matcherOf) throw new Error(`Unrecognized match type ${name}`);
    const texts = listOf(inner, `anything-but ${name}`).map(one => text(`anything-but ${name}`, one));
    if (['prefix', 'suffix'].includes(name) && texts.includes('')) throw new Error('Null prefix/suffix not allowed');
    const refused = texts.map(matcherOf);
    return value => !refused.some(matches => matches(value));
  }
  const refused = listOf(operand, 'anything-but');
  const types = new Set(refused.map(value => typeof value));
  const [type] = types;
  if (types.size !== 1 || (type !== 'string' && type !== 'number'))
    throw new Error('Inside anything-but list, either all values are number or string, mixed type is not supported');
  return value => !refused.includes(value);
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** The documented bounds of `numeric`. */
const LARGEST_NUMBER = 5_000_000_000;

/** `['=', 5]`, `['>', 0]`, or a range such as `['>', 0, '<=', 5]`. */
function numeric(operand: unknown): ValueMatcher {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4))
    throw new Error('Invalid member in numeric match: expected a comparison and a number, or a range of two');
  const isRange = operand.length === 4;
  const tests = [operand.slice(0, 2), operand.slice(2)].slice(0, operand.length / 2).map(([sign, bound], index) => {
    const compare = COMPARISONS[String(sign)];
    const signs = isRange ? (index === 0 ? ['>', '>='] : ['<', '<=']) : Object.keys(COMPARISONS);
    if (!compare || !signs.includes(String(sign))) throw new Error(`Unrecognized numeric range operator: ${sign}`);
    if (typeof bound !== 'number' || Math.abs(bound) > LARGEST_NUMBER)
      throw new Error(`Value of ${sign} must be a number between -${LARGEST_NUMBER} and ${LARGEST_NUMBER}, got ${JSON.stringify(bound)}`);
    return (value: number) => compare(value, bound);
  });
  if (isRange && Number(operand[1]) >= Number(operand[3])) throw new Error('Bottom must be less than top');
  return value => typeof value === 'number' && tests.every(test => test(value));
}

function cidr(operand: unknown): ValueMatcher {
  const [network = '', bits, ...rest] = text('cidr', operand).split('/');
  const version = isIP(network);
  const length = Number(bits);
  if (!version || rest.length > 0 || !/^\d{1,3}$/.test(bits ?? '')) throw new Error(`Malformed CIDR, one '/' required: ${operand}`);
  // EventBridge refuses a network of a single address, too.
  const longest = version === 4 ? 32 : 128;
  if (length >= longest) throw new Error(`IPv${version} mask bits must be < ${longest}`);
  const block = new BlockList();
  block.addSubnet(network, length, version === 4 ? 'ipv4' : 'ipv6');
  return onText(value => isIP(value) === version && block.check(value, version === 4 ? 'ipv4' : 'ipv6'));
}

function onText(test: (text: string) => boolean): ValueMatcher {
  return value => typeof value === 'string' && test(value);
}

function text(name: string, operand: unknown): string {
  if (typeof operand !== 'string') throw new Error(`${name} match pattern must be a string, got ${JSON.stringify(operand)}`);
  return operand;
}

function listOf(operand: unknown, name: string): unknown[] {
  if (Array.isArray(operand) && operand.length === 0) throw new Error(`The list of ${name} must not be empty`);
  return Array.isArray(operand) ? operand : [operand];
}

function onlyEntry(operand: JsonObject, allowed: readonly string[], outer: string): [string, unknown] {
  const [entry, ...others] = Object.entries(operand);
  if (!entry || others.length > 0 || !allowed.includes(entry[0]))
    throw new Error(`Unsupported ${outer} pattern: ${Object.keys(operand).join(', ') || 'nothing'}; expected one of ${allowed.join(', ')}`);
  return entry;
}

/** Upper before lower case, so that characters with several small forms meet; `ß` is no `ss`. */
function fold(value: string): string {
  return value.replaceAll(/./gsu, character => {
    const upper = character.toUpperCase();
    return (upper.length === character.length ? upper : character).toLowerCase();
  });
}
