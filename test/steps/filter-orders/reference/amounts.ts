/** The ISO codes that a sign or code may stand for. */
export type CurrencySet = readonly string[];
type Mark = '.' | ',';
type ReadAmount =
  | { readonly written: string; readonly rounded: boolean; readonly currency: CurrencySet | undefined }
  | { readonly rule: 'bad-amount' | 'ambiguous-amount'; readonly currency?: CurrencySet | undefined };

/** Amounts of one file: what they prove of the decimal mark, and what each is. */
export class Amounts {
  private readonly proven = new Set<Mark>();

  /** `said` is the setting of the upload or of its source. */
  constructor(private readonly said: Mark | undefined) {}

  learn(text: string): void {
    const mark = parse(text)?.proves;
    if (mark !== undefined && 'written' in this.read(text)) this.proven.add(mark);
  }

  read(text: string): ReadAmount {
    const parts = parse(text);
    if (parts === undefined) return { rule: 'bad-amount' };
    let { whole, decimals } = parts;
    if (parts.open !== undefined) {
      const [only] = this.proven;
      const mark = this.said ?? (this.proven.size === 1 ? only : undefined);
      if (mark === undefined) return { rule: 'ambiguous-amount', currency: parts.currency };
      if (mark !== parts.open) [whole, decimals] = [whole + decimals, ''];
    }
    if (/^-?[0-9]{1,16}(\.[0-9]{1,2})?$/.test(text)) return { written: text, rounded: false, currency: undefined };
    const cents = roundHalfUp(whole, decimals);
    if (whole.length > 16 || cents.whole.length > 16) return { rule: 'bad-amount' };
    const number = decimals === '' ? whole : `${cents.whole}.${cents.decimals}`;
    return { written: `${parts.negative ? '-' : ''}${number}`, rounded: decimals.length > 2, currency: parts.currency };
  }

  /** What an amount may be: an ambiguous one is either of two. */
  possible(text: string): readonly ReadAmount[] {
    const read = this.read(text);
    if ('written' in read || read.rule === 'bad-amount') return [read];
    return [new Amounts('.').read(text), new Amounts(',').read(text)];
  }
}

/** The codes of a sign or of an ISO code in any case; undefined for any other text. */
export function currencyOf(text: string): CurrencySet | undefined {
  return SIGNS[text] ?? SIGNS[text.toLowerCase()] ?? (ISO.includes(text.toUpperCase()) ? [text.toUpperCase()] : undefined);
}

export function meet(one: CurrencySet, other: CurrencySet): CurrencySet {
  return one.filter(code => other.includes(code));
}

const ISO = Intl.supportedValuesOf('currency');
const DOLLARS = 'USD CAD AUD NZD SGD HKD TWD BSD BBD BZD BMD BND KYD FJD GYD JMD LRD NAD SBD SRD TTD XCD'.split(' ');
const SIGNS: Readonly<Record<string, CurrencySet>> = {
  $: DOLLARS,
  '€': ['EUR'],
  '£': ['GBP'],
  '¥': ['JPY', 'CNY'],
  '₹': ['INR'],
  kr: ['SEK', 'NOK', 'DKK'],
  'kr.': ['SEK', 'NOK', 'DKK'],
  rs: ['INR', 'PKR', 'LKR', 'NPR', 'MUR', 'SCR'],
  'rs.': ['INR', 'PKR', 'LKR', 'NPR', 'MUR', 'SCR'],
  us$: ['USD'],
  a$: ['AUD'],
  r$: ['BRL'],
  zł: ['PLN'],
  kč: ['CZK'],
  '₺': ['TRY'],
};

interface Parts {
  readonly negative: boolean;
  readonly whole: string;
  readonly decimals: string;
  readonly currency: CurrencySet | undefined;
  /** The decimal mark that the value proves. */
  readonly proves: Mark | undefined;
  /** The mark that may be decimal (then `whole` and `decimals` are right) or part thousands. */
  readonly open: Mark | undefined;
}

const BLANKS = [' ', '\u00a0', '\u202f', '\u2009'];

function parse(text: string): Parts | undefined {
  let rest = text.trim();
  let currency: CurrencySet | undefined;
  let signs = 0;
  let negative = false;
  let noCents = 0;
  let signBehind = false;
  for (;;) {
    rest = withoutBlanks(rest);
    const first = rest[0] ?? '';
    const last = rest.at(-1) ?? '';
    if (first === '(' && last === ')') {
      signs++;
      negative = true;
      rest = rest.slice(1, -1);
    } else if ('+-\u2212'.includes(first) && first !== '') {
      signs++;
      negative = first !== '+';
      rest = rest.slice(1);
    } else if ('-\u2212'.includes(last) && last !== '') {
      // `50,-` is fifty; `50-` is minus fifty; `50,--` is either.
      const isForNoCents = ['.', ','].includes(rest.at(-2) ?? '');
      rest = rest.slice(0, -1);
      if (isForNoCents) noCents += signBehind ? 2 : 1;
      else {
        signBehind = true;
        signs++;
        negative = true;
      }
    } else {
      const found = currencyAtEnd(rest);
      if (found === undefined) break;
      if (currency !== undefined) return undefined;
      // Letters and a point that is not theirs, `CHF.50`: fifty, or half a franc.
      if (/\p{L}$/u.test(found.sign) && found.rest.startsWith('.')) return undefined;
      currency = found.currency;
      rest = found.rest;
    }
  }
  const number = parseNumber(rest);
  return signs > 1 || noCents > 1 || number === undefined ? undefined : { ...number, currency, negative };
}

function withoutBlanks(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && BLANKS.includes(text[from] ?? '')) from++;
  while (from < to && BLANKS.includes(text[to - 1] ?? '')) to--;
  return text.slice(from, to);
}

/** A sign or code before or behind a number. */
function currencyAtEnd(text: string): { rest: string; sign: string; currency: CurrencySet } | undefined {
  for (const length of [3, 2, 1]) {
    const before = currencyOf(text.slice(0, length));
    if (before !== undefined && text.length > length) return { rest: text.slice(length), sign: text.slice(0, length), currency: before };
    const behind = currencyOf(text.slice(-length));
    if (behind !== undefined && text.length > length) return { rest: text.slice(0, -length), sign: '', currency: behind };
  }
  return undefined;
}

function parseNumber(text: string): Pick<Parts, 'whole' | 'decimals' | 'proves' | 'open'> | undefined {
  const nothing = { proves: undefined, open: undefined };
  const points = text.split('.').length - 1;
  const commas = text.split(',').length - 1;
  if (points > 0 && commas > 0) {
    const mark: Mark = text.lastIndexOf('.') > text.lastIndexOf(',') ? '.' : ',';
    const [before = '', behind = '', more] = text.split(mark);
    const whole = ungroup(before);
    return more === undefined && whole !== undefined && isDigits(behind)
      ? { ...nothing, whole, decimals: behind, proves: mark }
      : undefined;
  }
  const mark: Mark | undefined = points > 0 ? '.' : commas > 0 ? ',' : undefined;
  if (mark === undefined || Math.max(points, commas) > 1) {
    const whole = ungroup(text);
    if (whole === undefined || whole === '') return undefined;
    return { ...nothing, whole, decimals: '', proves: mark === undefined ? undefined : mark === '.' ? ',' : '.' };
  }
  const [before = '', behind = ''] = text.split(mark);
  const whole = ungroup(before);
  if (whole === undefined || !isDigits(behind) || whole + behind === '') return undefined;
  const isOpen = behind.length === 3 && whole !== '' && whole !== '0' && whole.length <= 3;
  return { whole: whole === '' ? '0' : whole, decimals: behind, ...(isOpen ? { ...nothing, open: mark } : { ...nothing, proves: mark }) };
}

/** Digits without their groups; undefined where these are no groups. */
function ungroup(text: string): string | undefined {
  if (isDigits(text)) return text;
  for (const separators of [['.'], [','], ["'"], ['\u2019'], ...BLANKS.map(blank => [blank])]) {
    const groups = text.split(separators[0] ?? '');
    const [first = '', ...others] = groups;
    if (groups.length < 2 || !groups.every(group => group !== '' && isDigits(group))) continue;
    const threes = first.length <= 3 && others.every(group => group.length === 3);
    const indian = first.length <= 2 && others.every((group, index) => group.length === (index === others.length - 1 ? 3 : 2));
    if (threes || indian) return groups.join('');
  }
  return undefined;
}

const isDigits = (text: string) => /^[0-9]*$/.test(text);

function roundHalfUp(whole: string, decimals: string): { whole: string; decimals: string } {
  const padded = decimals.padEnd(3, '0');
  const cents = BigInt(whole + padded.slice(0, 2)) + (padded.charAt(2) >= '5' ? 1n : 0n);
  const text = `${cents}`.padStart(whole.length + 2, '0');
  return { whole: text.slice(0, -2), decimals: text.slice(-2) };
}
