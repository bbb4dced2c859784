import { type Amounts, type CurrencySet, currencyOf, meet } from './amounts';
import type { Dates } from './dates';
import { type Columns, KEYS } from './header';
import type { ReferenceSettings } from './read-whole-file';
import type { Row } from './rows';

export interface Rules {
  readonly dropStatuses: readonly string[];
  readonly dropAfterDays: number;
  readonly maxBadShare: number;
}

export interface Values {
  readonly id: string;
  readonly customer: string;
  readonly amount: string;
  readonly allAmounts: readonly string[];
  readonly status: string;
  readonly date: string;
  readonly currency: string;
  readonly headerCurrency: CurrencySet | undefined;
}

/** A row is at fault as a whole, or it has values. `below` is the id of a row without an amount, which may belong to the order above. */
export type Validated = { readonly line: number; readonly below?: string | undefined } & (
  | { readonly values: Values }
  | { readonly values?: never; readonly rules: string[] }
);

export function rowOf({ line, fields }: Row, width: number, columns: Columns): Validated {
  if (fields === undefined) return { line, rules: ['bad-quoting'] };
  const nul = fields.join('').includes('\0') ? ['nul-byte'] : [];
  if (fields.slice(width).some(field => field.trim() !== '')) return { line, rules: [...nul, 'field-count'] };
  const below =
    !columns.isCut('OrderID', fields) && !columns.isCut('Amount', fields) && columns.value('Amount', fields) === ''
      ? columns.value('OrderID', fields)
      : undefined;
  if (columns.isCancellationCut(fields) || KEYS.some(key => columns.isCut(key, fields)))
    return nul.length > 0 ? { line, rules: [...nul, 'field-count'] } : { line, below, rules: ['field-count'] };
  if (nul.length > 0) return { line, rules: nul };
  const theirs = columns.value('Status', fields);
  const ours = Object.entries(columns.source.statuses ?? {}).find(([word]) => word.toLowerCase() === theirs.toLowerCase())?.[1];
  return {
    line,
    below,
    values: {
      id: columns.value('OrderID', fields),
      customer: columns.value('Customer', fields),
      amount: columns.value('Amount', fields),
      allAmounts: columns.values('Amount', fields),
      status: columns.isCancelled(fields) ? 'cancelled' : (ours ?? theirs),
      date: columns.value('OrderDate', fields),
      currency: columns.currency(fields),
      headerCurrency: columns.headerCurrency(fields),
    },
  };
}

interface Context {
  readonly amounts: Amounts;
  readonly dates: Dates;
  readonly settings: ReferenceSettings;
  readonly rules: Rules;
  readonly asOf: string;
}

type Order = { readonly written: string[]; readonly drop: boolean; readonly rounded: boolean; readonly currency: CurrencySet | undefined };

/** The five values as they are written, or all rules that they break. */
export function readValues(values: Values, { amounts, dates, settings, rules, asOf }: Context): Order | { readonly rules: string[] } {
  const broken: string[] = [];
  if (values.id === '') broken.push('empty-id');
  if (values.customer === '') broken.push('empty-customer');

  const date = dates.read(values.date);
  const status = values.status.toLowerCase();
  const isOld = 'day' in date && days(date.day, asOf) >= rules.dropAfterDays;
  const drop = isOld && rules.dropStatuses.includes(status);
  const needsAmount = !(drop && values.amount === '' && ['cancelled', 'canceled'].includes(status));

  const amount = amounts.read(values.amount);
  const all = [amount.currency, codesOf(values.currency), values.headerCurrency, codesOf(settings.currency ?? '')];
  const currency = all.reduce((one, other) => (one === undefined || other === undefined ? (one ?? other) : meet(one, other)), undefined);
  if (needsAmount) {
    if (currency?.length === 0) broken.push('bad-amount');
    else if ('rule' in amount) broken.push(amount.rule);
  }
  if ('rule' in date) broken.push(date.rule);
  if (broken.length > 0 || !('day' in date)) return { rules: broken };
  const written = 'written' in amount ? amount.written : '';
  return {
    written: [values.id, values.customer, written, values.status, date.day],
    drop,
    rounded: 'rounded' in amount && amount.rounded,
    currency: needsAmount ? currency : undefined,
  };
}

/** A word that is no currency stands for itself, so that two of them are never added. */
export function codesOf(text: string): CurrencySet | undefined {
  return text === '' ? undefined : (currencyOf(text) ?? [text.toUpperCase()]);
}

function days(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}
