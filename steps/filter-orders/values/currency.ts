/** The ISO 4217 codes that a sign or a code stands for. What is neither is its own currency, under its own name. */
export type Currencies = ReadonlySet<string>;

const DOLLARS = 'USD AUD BBD BMD BND BSD BZD CAD FJD GYD HKD JMD KYD LRD NAD NZD SBD SGD SRD TTD TWD XCD ARS CLP COP CUP DOP MXN UYU';

/** Without white space, in lower case. */
const SIGNS: Readonly<Record<string, string>> = {
  $: DOLLARS,
  '＄': DOLLARS,
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
  '¥': 'JPY CNY',
  '￥': 'JPY CNY',
  円: 'JPY',
  元: 'CNY',
  '₹': 'INR',
  rs: 'INR PKR LKR NPR MUR SCR',
  'rs.': 'INR PKR LKR NPR MUR SCR',
  kr: 'SEK NOK DKK',
  'kr.': 'SEK NOK DKK',
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
const BY_SIGN = new Map(Object.entries(SIGNS).map(([sign, codes]) => [sign, new Set(codes.split(' '))] as const));

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
  for (const [sign, codes] of BY_SIGN) if (codes.size === currencies.size && [...codes].every(code => currencies.has(code))) return sign;
  return [...currencies].join('/');
}
