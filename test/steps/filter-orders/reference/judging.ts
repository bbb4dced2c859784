import { type Amounts, type CurrencySet, currencyOf, meet } from './amounts';
import type { Dates } from './dates';
import type { Columns } from './header';
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
}

/** A row is at fault as a whole, or it has values. */
export type Judged = { readonly line: number; readonly values: Values } | { readonly line: number; readonly values?: never; rule: string };

export function rowOf({ line, fields }: Row, width: number, columns: Columns): Judged {
  if (fields === undefined) return { line, rule: 'bad-quoting' };
  if (fields.join('').includes('\0')) return { line, rule: 'nul-byte' };
  const surplus = fields.slice(width);
  if (surplus.some(field => field.trim() !== '') || (fields.length < width && columns.lacksIn(fields.length))) {
    return { line, rule: 'field-count' };
  }
  const theirs = columns.value('Status', fields);
  const ours = Object.entries(columns.source.statuses ?? {}).find(([word]) => word.toLowerCase() === theirs.toLowerCase())?.[1];
  return {
    line,
    values: {
      id: columns.value('OrderID', fields),
      customer: columns.value('Customer', fields),
      amount: columns.value('Amount', fields),
      allAmounts: columns.values('Amount', fields),
      status: columns.isCancelled(fields) ? 'cancelled' : (ours ?? theirs),
      date: columns.value('OrderDate', fields),
      currency: columns.currency(fields),
    },
  };
}

interface Context {
  readonly amounts: Amounts;
  readonly dates: Dates;
  readonly columns: Columns;
  readonly settings: ReferenceSettings;
  readonly rules: Rules;
  readonly asOf: string;
}

type Order = { readonly written: string[]; readonly drop: boolean; readonly rounded: boolean; readonly currency: CurrencySet | undefined };

/** The five values as they are written, or all rules that they break. */
export function readValues(
  values: Values,
  { amounts, dates, columns, settings, rules, asOf }: Context,
): Order | { readonly rules: string[] } {
  const broken: string[] = [];
  if (values.id === '') broken.push('empty-id');
  if (values.customer === '') broken.push('empty-customer');

  const date = dates.read(values.date);
  const status = values.status.toLowerCase();
  const isOld = 'day' in date && days(date.day, asOf) >= rules.dropAfterDays;
  const drop = isOld && rules.dropStatuses.includes(status);
  const needsAmount = !(drop && values.amount === '' && ['cancelled', 'canceled'].includes(status));

  const amount = amounts.read(values.amount);
  const beside = settings.currency ?? (values.currency === '' ? undefined : values.currency);
  const columnCurrency = beside === undefined ? columns.headerCurrency : (currencyOf(beside) ?? [beside.toUpperCase()]);
  const own = 'currency' in amount ? amount.currency : undefined;
  const currency = own !== undefined && columnCurrency !== undefined ? meet(own, columnCurrency) : (own ?? columnCurrency);
  if (needsAmount) {
    if ('rule' in amount) broken.push(amount.rule);
    else if (currency?.length === 0) broken.push('bad-amount');
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

function days(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}
