/** Signs stand for sets of ISO 4217 codes; two uploads agree where their sets meet. Every other sign is one code. */
export const AMBIGUOUS_SIGNS: Readonly<Record<string, readonly string[]>> = {
  $: ['USD', 'AUD', 'BRL', 'CAD', 'CLP', 'COP', 'HKD', 'MXN', 'NZD', 'SGD', 'TWD'],
  '¥': ['JPY', 'CNY'],
  kr: ['SEK', 'NOK', 'DKK'],
};

/** The codes that a currency, as a record has it, can mean; none for an empty text. */
export function currencyCodes(currency: string): readonly string[] {
  return currency === '' ? [] : (AMBIGUOUS_SIGNS[currency] ?? [currency]);
}
