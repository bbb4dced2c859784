/** Signs that stand for sets of ISO 4217 codes; two amounts, or two uploads, agree where their sets meet. Every other sign is one code. */
export const AMBIGUOUS_SIGNS: Readonly<Record<string, readonly string[]>> = {
  // Dollars, and the pesos that share their sign.
  $: codes('USD AUD BBD BMD BND BRL BSD BZD CAD FJD GYD HKD JMD KYD LRD NAD NZD SBD SGD SRD TTD TWD XCD ARS CLP COP CUP DOP MXN UYU'),
  '¥': codes('JPY CNY'),
  kr: codes('SEK NOK DKK'),
  Rs: codes('INR PKR LKR NPR MUR SCR'),
};

function codes(list: string): readonly string[] {
  return list.split(' ');
}

/** The codes that a currency, as a record has it, can mean; none for an empty text. */
export function currencyCodes(currency: string): readonly string[] {
  return currency === '' ? [] : (AMBIGUOUS_SIGNS[currency] ?? [currency]);
}
