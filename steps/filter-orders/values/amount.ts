import type { Decimal } from '../../../pipeline/reading';
import { type Currencies, currenciesOf } from './currency';

/** How one amount can be read. Texts are in the canonical form: `-1234.50`, at most 16 digits before the point. */
export interface AmountReadings {
  /** With `.` as the decimal mark; undefined where that makes no number. */
  readonly point: AmountText | undefined;
  /** With `,` as the decimal mark. */
  readonly comma: AmountText | undefined;
  /** Its own sign or code. */
  readonly currency: Currencies | undefined;
}

export interface AmountText {
  readonly text: string;
  /** It had more than two decimals. */
  readonly isRounded: boolean;
}

/** At most 16 digits before the point and 2 behind it: all that is kept casts to DECIMAL(18,2). */
const PLAIN = /^-?[0-9]{1,16}(?:\.([0-9]{1,2}))?$/;
const MAX_DIGITS = 16;
const BLANKS = ' \u00a0\u202f\u2009';
/** A longer value is no amount: what follows takes a time that grows faster than a value's length. */
const MOST_CHARACTERS = 1000;
const BODY = new RegExp(`^[0-9.,'’${BLANKS}]+$`);
const MINUS = ['-', '\u2212'];
/** Letters, signs of currencies, and the point of `Rs.` or `kr.`. */
const CURRENCY_BEFORE = /^(?:\p{L}{0,3}\p{Sc}|\p{L}{1,3}\.?)/u;
const CURRENCY_BEHIND = /(?:\p{L}{0,3}\p{Sc}|\p{L}{1,3}\.?)$/u;

/** `value` is trimmed and not empty. Undefined: it is not an amount. */
export function readAmount(value: string): AmountReadings | undefined {
  const plain = PLAIN.exec(value);
  if (plain) {
    const reading = { text: value, isRounded: false };
    return { point: reading, comma: plain[1] === undefined ? reading : undefined, currency: undefined };
  }
  const parts = takeApart(value);
  if (!parts) return undefined;
  const { body, isNegative, currency } = parts;
  const point = readNumber(body, '.', isNegative);
  const comma = readNumber(body, ',', isNegative);
  return point || comma ? { point, comma, currency } : undefined;
}

/** The decimal mark that the value proves, if it does. */
export function provenDecimal({ point, comma }: AmountReadings): Decimal | undefined {
  if (point && comma) return undefined;
  return point ? '.' : ',';
}

/** Whether the decimal mark decides what the value is. */
export function isOpenAmount({ point, comma }: AmountReadings): boolean {
  return point !== undefined && comma !== undefined && point.text !== comma.text;
}

interface Parts {
  readonly body: string;
  readonly isNegative: boolean;
  readonly currency: Currencies | undefined;
}

/** One sign, before or behind, or parentheses; one currency, before or behind. */
function takeApart(value: string): Parts | undefined {
  let rest = trimBlanks(value);
  if (rest.length > MOST_CHARACTERS) return undefined;
  let signs = 0;
  let isNegative = false;
  let isSignBehind = false;
  let opened = 0;
  let closed = 0;
  let currency: Currencies | undefined;
  for (;;) {
    if (signs + opened > 1) return undefined;
    rest = trimBlanks(rest);
    const first = rest.charAt(0);
    const last = rest.charAt(rest.length - 1);
    const code = currency ? undefined : (CURRENCY_BEFORE.exec(rest)?.[0] ?? CURRENCY_BEHIND.exec(rest)?.[0]);
    if (MINUS.includes(first) || first === '+') {
      isNegative = first !== '+';
      signs++;
      rest = rest.slice(1);
    } else if (MINUS.includes(last)) {
      rest = rest.slice(0, -1);
      // `50,-` is fifty: the dash stands for no cents. `50,--` may be that too, or minus fifty.
      if (!/[0-9][.,]$/.test(rest)) {
        isNegative = true;
        isSignBehind = true;
        signs++;
      } else if (isSignBehind) return undefined;
    } else if (first === '(' && opened === 0) {
      opened++;
      rest = rest.slice(1);
    } else if (last === ')' && closed === 0) {
      closed++;
      rest = rest.slice(0, -1);
    } else if (code !== undefined) {
      // `CHF.50` is fifty or half a franc.
      currency = currenciesOf(code);
      if (!currency) return undefined;
      rest = rest.startsWith(code) ? rest.slice(code.length) : rest.slice(0, -code.length);
    } else break;
  }
  if (opened !== closed || !BODY.test(rest)) return undefined;
  return { body: rest, isNegative: isNegative || opened > 0, currency };
}

/** A regular expression that looks for blanks at the end begins again at each blank. */
function trimBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && BLANKS.includes(text.charAt(start))) start++;
  while (end > start && BLANKS.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** `body` holds digits, marks and blanks alone. */
function readNumber(body: string, decimal: Decimal, isNegative: boolean): AmountText | undefined {
  const [whole = '', fraction, ...more] = body.split(decimal);
  if (more.length > 0 || (fraction !== undefined && !/^[0-9]*$/.test(fraction))) return undefined;
  const digits = withoutGroups(whole, decimal);
  if (digits === undefined || (digits === '' && !fraction)) return undefined;
  return write(digits === '' ? '0' : digits, fraction ?? '', isNegative);
}

/** Groups of three, or Indian ones: twos, the last of three. Undefined where they are neither; a lone 0 is no group. */
function withoutGroups(whole: string, decimal: Decimal): string | undefined {
  if (/^[0-9]*$/.test(whole)) return whole;
  for (const mark of [decimal === '.' ? ',' : '\\.', "['’]", `[${BLANKS}]`]) {
    const groups = new RegExp(`^(?!0(?![0-9]))(?:[0-9]{1,3}(?:${mark}[0-9]{3})+|[0-9]{1,2}(?:${mark}[0-9]{2})+${mark}[0-9]{3})$`);
    if (groups.test(whole)) return whole.replace(/[^0-9]/g, '');
  }
  return undefined;
}

/** Rounds half away from zero. */
function write(digits: string, fraction: string, isNegative: boolean): AmountText | undefined {
  const isRounded = fraction.length > 2;
  let [whole, cents] = [digits, fraction === '' ? '' : fraction.slice(0, 2).padEnd(2, '0')];
  if (isRounded && fraction.charAt(2) >= '5') {
    const up = (BigInt(whole + cents) + 1n).toString().padStart(whole.length + 2, '0');
    [whole, cents] = [up.slice(0, -2), up.slice(-2)];
  }
  if (whole.length > MAX_DIGITS) return undefined;
  return { text: `${isNegative ? '-' : ''}${whole}${cents === '' ? '' : `.${cents}`}`, isRounded };
}
