/** The errors that speak of a file or of what was asked: whoever made it mends it. Everything else is broken, and an alarm counts it. */
const REFUSALS: ReadonlySet<string> = new Set([
  'AmbiguousAmounts',
  'AmbiguousColumns',
  'AmbiguousDates',
  'AmbiguousSource',
  'BadGzip',
  'DuplicateColumns',
  'EmptyFile',
  'InvalidAsOf',
  'InvalidReading',
  'InvalidUpload',
  'MissingColumns',
  'MixedCurrencies',
  'NotCsv',
  'NotUtf8',
  'RowTooLarge',
  'TooLarge',
  'TooManyBadRows',
]);

export function isRefusal(error: string): boolean {
  return REFUSALS.has(error);
}
