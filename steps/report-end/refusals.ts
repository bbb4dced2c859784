/** Errors of a file or a request, which its author has to correct. All others are faults, which an alarm counts. */
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
