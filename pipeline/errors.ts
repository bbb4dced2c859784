/**
 * What can be wrong with an upload: for each error of a whole file and each rule that a row can break, what it means and what to do. Messages, pages,
 * terminal and `docs/errors.md` say the same.
 */
export interface Explanation {
  /** A sentence: what is wrong. */
  readonly means: string;
  /** A sentence: what to do. */
  readonly remedy: string;
}

export const FILE_ERRORS = {
  EmptyFile: {
    means: 'The file holds no text.',
    remedy: 'Export it again, with its header.',
  },
  MissingColumns: {
    means: 'A column that every order needs is not in the header: its id, its customer, its amount or its date.',
    remedy: 'Name the column: npm run upload -- FILE --column Customer="Billing Name".',
  },
  DuplicateColumns: {
    means: 'The header has the same name twice, so nothing says which column is meant.',
    remedy: 'Rename one of the two, or name another column: --column Amount="Order total".',
  },
  NotUtf8: {
    means: 'The text is not in the encoding that it was read in, which is UTF-8 unless a byte order mark or a setting says otherwise.',
    remedy: 'Save the file as "CSV UTF-8", or name its encoding: --encoding windows-1252.',
  },
  NotCsv: {
    means: 'The file is a workbook, an archive or another kind of file, not text with separated values.',
    remedy: 'Open it, save the sheet with the orders as "CSV UTF-8", and upload that file.',
  },
  BadGzip: {
    means: 'The file is compressed with gzip, and the compressed data is damaged or cut off.',
    remedy: 'Compress it again, or upload it as it is.',
  },
  TooLarge: {
    means: 'The file holds more text than one upload may.',
    remedy: 'Split it into several files, each with the header.',
  },
  RowTooLarge: {
    means: 'A line is longer than 1 MiB.',
    remedy: 'Check whether the file has line ends, and whether this line is an order.',
  },
  AmbiguousSource: {
    means: 'The header fits two kinds of export equally well.',
    remedy: 'Name the kind: --source NAME.',
  },
  AmbiguousColumns: {
    means: 'Two columns may hold the amount, and they differ.',
    remedy: 'Name the one that holds the total of an order: --column Amount=NAME.',
  },
  AmbiguousDates: {
    means: 'Too many dates could be two days, such as 01/02/2026, and no date of the file shows which number is the day.',
    remedy: 'Name the order: --date-order day-first, month-first or year-first.',
  },
  AmbiguousAmounts: {
    means: 'Too many amounts could be two numbers, such as 1,234, and no amount of the file shows which mark separates the decimals.',
    remedy: 'Name the mark: --decimal . or --decimal ,',
  },
  MixedCurrencies: {
    means: 'The file holds amounts in two currencies, which are never added.',
    remedy: 'Upload a file for each currency.',
  },
  TooManyBadRows: {
    means: 'More rows than the stage allows could not be understood, so the file as a whole is in doubt.',
    remedy: 'Read the quarantine file, which names the reason of each row; correct the export and upload it again.',
  },
  InvalidReading: {
    means: 'A setting of the upload is unknown or has a value that cannot be used.',
    remedy: 'Correct the setting, and upload the file again.',
  },
} as const satisfies Readonly<Record<string, Explanation>>;

export type FileErrorName = keyof typeof FILE_ERRORS;

/** What can go wrong with an execution of any file. */
export const EXECUTION_ERRORS = {
  InvalidUpload: {
    means: 'The input of the execution names no upload.',
    remedy: 'Send {"detail":{"bucket":{"name":BUCKET},"object":{"key":"raw/NAME.csv"}}}.',
  },
  InvalidAsOf: {
    means: 'The as-of day of the input is no day.',
    remedy: 'Write it as 2025-04-21 or 2025-04-21T18:30:00Z.',
  },
  MixedFormats: {
    means: 'The tables were given another format, and the time was not enough to write all of their files in it.',
    remedy: 'Run npm run reread -- --all until it succeeds: each execution goes on with the files.',
  },
  CrawlFailed: {
    means: 'The Glue crawler failed or was stopped, so the table may not show the upload.',
    remedy: 'Read the log of the crawler, and start the execution again.',
  },
  CrawlTimedOut: {
    means: 'The Glue crawler did not finish in time.',
    remedy: 'Look at the crawler in the console: it may be busy with another run. Start the execution again.',
  },
  SnapshotFailed: {
    means: 'Athena could not write the snapshot of the orders.',
    remedy: 'Read the cause in the manifest, and start the execution again.',
  },
  SnapshotGone: {
    means: 'The files of the latest snapshot have expired or were deleted.',
    remedy: 'Start a refresh, {"refresh": true}, which makes a new one.',
  },
  QueryFailed: {
    means: 'A query failed. The results of the others are shown.',
    remedy: 'Read its error on the page of the execution, correct the query, and start a refresh.',
  },
  GaveUp: {
    means: 'Three executions that the sweep started for this upload failed.',
    remedy: 'Read their errors, and upload the file again.',
  },
} as const satisfies Readonly<Record<string, Explanation>>;

export const ROW_RULES = {
  'bad-quoting': {
    means: 'A quote opens and does not close where a field ends.',
    remedy: 'Put quotes around whole fields, and double a quote inside them.',
  },
  'nul-byte': {
    means: 'The row holds a NUL character.',
    remedy: 'Remove it: it is no text.',
  },
  'field-count': {
    means: 'The row has more or fewer fields than the header.',
    remedy: 'Put quotes around a value that holds the delimiter, and keep all fields of the row.',
  },
  'empty-id': {
    means: 'The order has no id.',
    remedy: 'Fill in its id.',
  },
  'empty-customer': {
    means: 'The order has no customer.',
    remedy: 'Fill in its customer. If the row continues the order above, upload with --rows first-line.',
  },
  'bad-amount': {
    means: 'The amount is no number that can be read, such as 1234.50, 1,234.50 or $10.',
    remedy:
      'Write it as a number, with at most 16 digits and one currency. If the row continues the order above, upload with --rows first-line.',
  },
  'ambiguous-amount': {
    means: 'The amount could be two numbers: nothing shows whether its mark separates thousands or decimals.',
    remedy: 'Upload with --decimal . or --decimal , or write it without the mark.',
  },
  'bad-date': {
    means: 'The date is no real day that can be read, such as 2025-04-21, 21/04/2025 or Apr 21, 2025.',
    remedy: 'Write it as 2025-04-21.',
  },
  'ambiguous-date': {
    means: 'The date could be two days: nothing shows which number is the day.',
    remedy: 'Upload with --date-order day-first, month-first or year-first, or write it as 2025-04-21.',
  },
} as const satisfies Readonly<Record<string, Explanation>>;

/** In the order in which the rules of a row are validated. */
export type RowRule = keyof typeof ROW_RULES;

/** What the messages of errors and pages say of a rule. */
export function ruleSentence(rule: RowRule): string {
  const { means, remedy } = ROW_RULES[rule];
  return `${means} ${remedy}`;
}
