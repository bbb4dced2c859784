import { AMBIGUOUS_SIGNS } from '../../../pipeline/currencies';

/** The ISO 4217 codes that a sign or a code stands for. What is neither is its own currency, under its own name. */
export type Currencies = ReadonlySet<string>;

/** Without white space, in lower case. */
const SIGNS: Readonly<Record<string, string>> = {
  us$: 'USD',
  ca$: 'CAD',
  c$: 'CAD',
  a$: 'AUD',
  au$: 'AUD',
  nz$: 'NZD',
  hk$: 'HKD',
  s$: 'SGD',
  nt$: 'TWD',
  mx$: 'MXN',
  r$: 'BRL',
  '€': 'EUR',
  '£': 'GBP',
  円: 'JPY',
  元: 'CNY',
  '₹': 'INR',
  zł: 'PLN',
  kč: 'CZK',
  ft: 'HUF',
  lei: 'RON',
  лв: 'BGN',
  'лв.': 'BGN',
  '₽': 'RUB',
  '₺': 'TRY',
  '₩': 'KRW',
  '₪': 'ILS',
  '฿': 'THB',
  '₫': 'VND',
  '₱': 'PHP',
  '₴': 'UAH',
  '₦': 'NGN',
  '₵': 'GHS',
  '₸': 'KZT',
  '₾': 'GEL',
};

const CODES = new Set(Intl.supportedValuesOf('currency'));
const BY_SIGN = new Map<string, Currencies>([
  ...Object.entries(AMBIGUOUS_SIGNS).flatMap(([sign, codes]) => {
    const currencies = new Set(codes);
    return spellings(sign).map(spelling => [spelling, currencies] as const);
  }),
  ...Object.entries(SIGNS).map(([sign, code]) => [sign, new Set([code])] as const),
]);

/** Full-width signs, and a point behind letters. */
function spellings(sign: string): readonly string[] {
  const lower = sign.toLowerCase();
  return { $: ['$', '＄'], '¥': ['¥', '￥'] }[sign] ?? [lower, `${lower}.`];
}

/** Undefined for a text that is no sign and no code. */
export function currenciesOf(text: string): Currencies | undefined {
  const sign = BY_SIGN.get(text.toLowerCase());
  if (sign) return sign;
  const code = text.toUpperCase();
  return /^[a-z]{3}$/i.test(text) && CODES.has(code) ? new Set([code]) : undefined;
}

/** What a value of a currency column stands for: an unknown word is a currency of that name, so that it is never added to another. */
export function currenciesOfColumn(value: string): Currencies {
  return currenciesOf(value) ?? new Set([value.toUpperCase().slice(0, 20)]);
}

export function meet(one: Currencies, other: Currencies): Currencies {
  return new Set([...one].filter(code => other.has(code)));
}

/** The code, or the sign that stands for exactly these codes. */
export function currencyName(currencies: Currencies): string {
  const [first = ''] = currencies;
  if (currencies.size === 1) return first;
  const isAll = (codes: readonly string[]) => codes.length === currencies.size && codes.every(code => currencies.has(code));
  const sign = Object.keys(AMBIGUOUS_SIGNS).find(known => isAll(AMBIGUOUS_SIGNS[known] ?? []));
  return sign ?? [...currencies].join('/');
}
