// The functions that Step Functions adds to JSONata, with the behaviour of AWS on arguments that are missing, undefined or of another type.
// Source: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn
const { createHash, randomUUID } = require('node:crypto');
const jsonata = require('jsonata');
const { MemoryLimitError } = require('./bounds.cjs');

/** The longest array that `$range` may make. */
const LONGEST_RANGE = 360_145;

const ALGORITHMS = ['SHA-1', 'SHA-384', 'SHA-256', 'SHA-512', 'MD5'];

/** JSONata's own implementation, for the arguments that AWS takes too. */
const ownFormatNumber = jsonata('$formatNumber').evaluate({});

/** AWS fails with an internal error, which it names by an id alone. */
class InternalError extends Error {
  name = 'InternalError';
}

/** Registers the functions on a compiled expression, and takes `$eval` away, which AWS does not have. */
function addAwsFunctions(expression) {
  expression.registerFunction('parse', parse, '<s-:x>');
  expression.registerFunction('partition', partition, '<xn?:a>');
  expression.registerFunction('range', range, '<n-nn:a>');
  expression.registerFunction('hash', hash, '<s-s:s>');
  expression.registerFunction('uuid', () => randomUUID(), '<:s>');
  expression.registerFunction('random', random, '<n?:n>');
  expression.registerFunction('formatNumber', formatNumber, '<n-so?:s>');
  expression.registerFunction('base64decode', base64decode, '<s-:s>');
  expression.assign('eval', undefined);
}

function parse(text) {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw failure('Invalid JSON');
  }
}

function partition(array, size) {
  if (array === undefined) return undefined;
  if (!Array.isArray(array)) throw { code: 'T0412', index: 1, token: 'partition', value: array };
  if (size === undefined) return [array];
  const step = Math.trunc(size);
  if (step < 0) throw failure('Second argument must be zero or greater');
  if (step === 0 || array.length === 0) return undefined;
  return Array.from({ length: Math.ceil(array.length / step) }, (_, chunk) => array.slice(chunk * step, (chunk + 1) * step));
}

function range(first, last, step) {
  if (first === undefined || last === undefined || step === undefined) return undefined;
  const [from, to, by] = [first, last, step].map(Math.trunc);
  const length = by === 0 ? 0 : Math.floor((to - from) / by) + 1;
  if (!(length > 0)) return undefined;
  if (length > LONGEST_RANGE) throw new MemoryLimitError();
  if (length === 1) return from;
  return Array.from({ length }, (_, index) => from + index * by);
}

function hash(text, algorithm) {
  if (text === undefined) return undefined;
  if (!ALGORITHMS.includes(algorithm)) throw failure(`Hash algorithm '${algorithm ?? null}' must be one of ${ALGORITHMS.join(', ')}`);
  return createHash(algorithm.replace('-', '').toLowerCase()).update(text, 'utf8').digest('hex');
}

/** With a seed, what `new java.util.Random(seed).nextDouble()` gives: AWS draws from there. */
function random(seed) {
  if (seed === undefined) return Math.random();
  const multiplier = 0x5deece66dn;
  const mask = (1n << 48n) - 1n;
  let state = (BigInt(Math.trunc(seed)) ^ multiplier) & mask;
  const next = bits => {
    state = (state * multiplier + 0xbn) & mask;
    return state >> (48n - bits);
  };
  return Number((next(26n) << 27n) + next(27n)) / 2 ** 53;
}

/** Without a digit in its picture JSONata 2.0.6 stops with a TypeError; AWS says D3086. */
async function formatNumber(value, picture, options) {
  const { 'zero-digit': zero = '0', digit = '#', 'pattern-separator': separator = ';' } = options ?? {};
  const isDigit = character => character === digit || (character >= zero && character.charCodeAt(0) - zero.charCodeAt(0) < 10);
  const hasDigits = String(picture)
    .split(separator)
    .every(part => [...part].some(isDigit));
  if (value !== undefined && !hasDigits)
    throw {
      code: 'D3086',
      message:
        'The sub-picture must not contain a passive character that is preceded by an active character and that is followed by another active character',
    };
  return (await ownFormatNumber).implementation.call(this, value, picture, options);
}

/** Node skips what is no Base64; AWS does not take it. */
function base64decode(text) {
  if (text === undefined) return undefined;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1) throw new InternalError();
  return Buffer.from(text, 'base64').toString('binary');
}

function failure(message) {
  return { code: 'D3137', message };
}

module.exports = { addAwsFunctions, InternalError };
