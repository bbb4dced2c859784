import { FILE_ERRORS, ROW_RULES, type RowRule } from '../../pipeline/errors';
import { outputKeys } from '../../pipeline/output-keys';
import { type EndErrorName, type FileError, RefusedAtEnd } from './file-errors';
import type { StrictRows } from './paths/strict-rows';
import type { OrdersReport } from './report';
import type { Evidence, Place } from './validation/evidence';
import { isTooBad } from './validation/quality';
import { currencyName } from './values/currency';

export interface EndOfFile {
  readonly report: OrdersReport;
  readonly evidence: Evidence;
  readonly strict: StrictRows;
  readonly maxBadShare: number;
  /** The upload's key. */
  readonly key: string;
}

/** What only the whole file shows. All faults stand in one message; the first of them names the error. */
export function endOfFile({ report, evidence, strict, maxBadShare, key }: EndOfFile): FileError | undefined {
  const isPastGate = (rule: RowRule) => isTooBad({ quarantined: report.rules[rule] ?? 0, read: report.read }, maxBadShare);
  const faults: [EndErrorName, string][] = [];
  const { differingAmounts } = strict.memory;
  if (differingAmounts) {
    const { names, value, line } = differingAmounts;
    faults.push([
      'AmbiguousColumns',
      `Expected one column of amounts, received ${names.map(name => `"${name}"`).join(' and ')}, which differ in line ${line} (${value}). Name the one that holds the total of an order: ${names.map(name => `--column Amount="${name}"`).join(' or ')}`,
    ]);
  }
  if (isPastGate('ambiguous-date')) faults.push(['AmbiguousDates', ambiguousDates(report, evidence)]);
  if (isPastGate('ambiguous-amount')) faults.push(['AmbiguousAmounts', ambiguousAmounts(report, evidence)]);
  const { mixed } = strict.currency;
  if (mixed) {
    const rows = mixed.map(({ line, currencies }) => `${currencyName(currencies)} in line ${line}`);
    faults.push([
      'MixedCurrencies',
      `Expected amounts in one currency, received ${rows.join(' and ')}. ${FILE_ERRORS.MixedCurrencies.remedy}`,
    ]);
  }
  if (isTooBad(report, maxBadShare)) faults.push(['TooManyBadRows', tooManyBadRows(report, maxBadShare, outputKeys(key).quarantine)]);
  const [first] = faults;
  return (
    first &&
    new RefusedAtEnd(
      first[0],
      faults.map(([, sentence]) => sentence),
    )
  );
}

function ambiguousDates({ rules, read }: OrdersReport, evidence: Evidence): string {
  const shown = evidence.openShapes.map(({ shape, proofs, places }) => {
    const why = proofs.size > 1 ? `prove both ${[...proofs.keys()].join(' and ')}` : 'prove no order';
    return `dates like ${shape.label.replace(/[12]/g, 'NN')} ${why}: ${listed(places)}`;
  });
  return `Expected dates that are one day each, received ${rules['ambiguous-date']} of ${read} that could be two. ${capital(shown.join('; '))}. ${FILE_ERRORS.AmbiguousDates.remedy}`;
}

function ambiguousAmounts({ rules, read }: OrdersReport, evidence: Evidence): string {
  const why = evidence.hasBothMarks ? 'Amounts prove both marks' : 'No amount shows which mark separates the decimals';
  return `Expected amounts that are one number each, received ${rules['ambiguous-amount']} of ${read} that could be two. ${why}: ${listed(evidence.openAmountPlaces)}. ${FILE_ERRORS.AmbiguousAmounts.remedy}`;
}

function tooManyBadRows({ quarantined, read, rules, problems }: OrdersReport, maxBadShare: number, quarantineKey: string): string {
  const counts = Object.entries(rules).map(([rule, count]) => `${rule} ${count}`);
  const lines = problems.slice(0, 3).map(({ rule, line }) => `line ${line}: ${ROW_RULES[rule].means} ${ROW_RULES[rule].remedy}`);
  return `Expected at most the share ${maxBadShare} of the rows to be bad, received ${quarantined} of ${read} (${counts.join(', ')}); they are in ${quarantineKey}. ${lines.map(capital).join(' ')}`;
}

function listed(places: readonly Place[]): string {
  return [...new Set(places.map(({ line, value }) => `line ${line} (${value.slice(0, 60)})`))].join(' and ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
