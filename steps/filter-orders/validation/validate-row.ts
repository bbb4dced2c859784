import { COLUMNS, type Column } from '../../../pipeline/columns';
import { ROW_RULES, type RowRule } from '../../../pipeline/errors';
import type { RowMode } from '../../../pipeline/reading';
import type { Layout, Taken } from '../reading/layout';
import { type AmountReadings, isOpenAmount, readAmount } from '../values/amount';
import { type Currencies, currenciesOf, currenciesOfColumn, meet } from '../values/currency';
import { type DateReadings, readDate } from '../values/date';
import { parseDay } from '../values/day';
import type { Evidence, Place } from './evidence';
import type { DropRule } from './rule';

/** A row that breaks the quoting rules has no fields. */
export interface Row {
  readonly line: number;
  readonly badQuoting: boolean;
  /** As they were received. */
  readonly fields: readonly string[];
}

/** `column` and `value`, as it was received, of what is wrong; both null where it is the row as a whole. */
export interface Fault {
  readonly rule: RowRule;
  readonly column: Column | null;
  readonly value: string | null;
  readonly reason: string;
}

export interface Order {
  /** The five values as they are written, in the order of `COLUMNS`. */
  readonly values: readonly string[];
  readonly isRounded: boolean;
  readonly currency: Currencies | undefined;
}

export type Verdict =
  /** All fields are empty: a blank line. */
  | { readonly outcome: 'blank' }
  /** It only continues the order above. */
  | { readonly outcome: 'continuation' }
  | ({ readonly outcome: 'kept' | 'dropped' } & Order)
  /** All that is wrong, in the order of `ROW_RULES`. */
  | { readonly outcome: 'bad'; readonly faults: readonly Fault[] };

/** What a file's rows have in common. */
export interface Rules {
  readonly layout: Layout;
  readonly evidence: Evidence;
  readonly drop: DropRule;
  /** The currency that the upload declares. */
  readonly currency: Currencies | undefined;
  /** Their word, in lower case, → ours. */
  readonly statuses: ReadonlyMap<string, string>;
  readonly rows: RowMode | undefined;
  readonly notOrders: readonly RegExp[];
}

/** What is remembered from one row to the next. */
export interface Memory {
  /** The id of the order that a row may continue. */
  previousId: string;
  /** Where two columns of the amount differ. */
  differingAmounts: (Place & { readonly names: readonly string[] }) | undefined;
}

/** The values of a row, before anything is decided. */
interface Found {
  readonly taken: Taken | undefined;
  /** Trimmed. */
  readonly value: string;
}

/**
 * The one place that decides what becomes of a row. A row is validated before it is dropped: a bad one is quarantined with any status, except an old
 * cancelled order, whose amount may be missing.
 */
export function validateRow(row: Row, rules: Rules, memory: Memory): Verdict {
  if (isShortContinuation(row, rules, memory)) return { outcome: 'continuation' };
  const whole = validateWhole(row, rules);
  if (whole) {
    if (whole.outcome === 'bad') memory.previousId = '';
    return whole;
  }
  const { fields, line } = row;
  const { layout, evidence, drop } = rules;
  const find = (column: Column) => findValue(layout.values[column], fields);
  const id = find('OrderID');
  const customer = find('Customer');
  const amount = find('Amount');
  const date = find('OrderDate');
  const status = statusOf(find('Status').value, row, rules);

  const readings = observe(amount, date, line, evidence);
  if (rules.rows === 'first-line' && id.value !== '' && id.value === memory.previousId && amount.value === '') {
    return { outcome: 'continuation' };
  }
  memory.previousId = id.value;
  noteDifferingAmounts(row, layout, evidence, memory);

  const day = dayOf(readings.date, evidence);
  const isOld =
    'value' in day && drop.statuses.has(comparable(status)) && (parseDay(day.value) ?? Number.POSITIVE_INFINITY) <= drop.lastDay;
  const isAmountNeeded = !(isOld && amount.value === '' && CANCELLED.has(comparable(status)));
  const money = isAmountNeeded ? amountOf(amount, readings.amount, currencyOf(amount, row, rules), evidence) : NO_AMOUNT;

  const faults: Fault[] = [];
  const add = (rule: RowRule, column: Column, { taken }: Found, reason: string) =>
    faults.push({ rule, column, value: taken ? receivedOf(taken, fields) : '', reason });
  if (id.value === '') add('empty-id', 'OrderID', id, 'an order has an id');
  if (customer.value === '') add('empty-customer', 'Customer', customer, 'an order has a customer');
  if ('rule' in money) add(money.rule, 'Amount', amount, money.reason);
  if ('rule' in day) add(day.rule, 'OrderDate', date, day.reason);
  if (faults.length > 0 || 'rule' in money || 'rule' in day) return { outcome: 'bad', faults };
  const values = [id.value, customer.value, money.value, status, day.value];
  return { outcome: isOld ? 'dropped' : 'kept', values, isRounded: money.isRounded, currency: money.currency };
}

/** What is said of a row as a whole: where its fields stand is in doubt, so their values are not read. */
function validateWhole({ badQuoting, fields }: Row, { layout, notOrders }: Rules): Verdict | undefined {
  if (badQuoting) return badRow(['bad-quoting', 'quotes open and close whole fields, and a quote inside them is doubled']);
  if (fields.every(field => field === '' || field.trim() === '')) return { outcome: 'blank' };
  if (notOrders.length > 0) {
    const text = fields
      .map(field => field.trim())
      .filter(field => field !== '')
      .join(' ');
    if (notOrders.some(pattern => pattern.test(text))) return { outcome: 'blank' };
  }
  const faults: [RowRule, string][] = [];
  if (fields.some(field => field.includes('\0'))) faults.push(['nul-byte', 'the row holds a NUL character']);
  const width = layout.names.length;
  if (fields.length !== width && !isWholeAnyway(fields, layout)) {
    faults.push(['field-count', `the header has ${width} fields, the row has ${fields.length}`]);
  }
  return faults.length > 0 ? badRow(...faults) : undefined;
}

function badRow(...faults: readonly (readonly [RowRule, string])[]): Verdict {
  return { outcome: 'bad', faults: faults.map(([rule, reason]) => ({ rule, column: null, value: null, reason })) };
}

/** More fields than the header are fine where the surplus is empty; fewer where nothing that an order needs, nor its status, is among the missing. */
function isWholeAnyway(fields: readonly string[], { names, values, cancelledAt }: Layout): boolean {
  if (fields.length > names.length) return fields.slice(names.length).every(field => field.trim() === '');
  return cancelledAt.every(taken => isThere(taken, fields)) && COLUMNS.every(column => isDecided(values[column], fields));
}

/** A missing column may have held the value, unless one that is tried before it has one: `order_id` is no substitute for an `order_number` cut off. */
function isDecided(columns: readonly Taken[], fields: readonly string[]): boolean {
  for (const taken of columns) {
    if (!isThere(taken, fields)) return false;
    if (valueIn(taken, fields) !== '') return true;
  }
  return true;
}

const isThere = ({ positions }: Taken, fields: readonly string[]) => positions.every(position => position < fields.length);

/** Rows below an order end early where empty fields at the end are left out. Its id and amount are all that such a row is known by. */
function isShortContinuation({ badQuoting, fields }: Row, { layout: { names, values }, rows }: Rules, { previousId }: Memory): boolean {
  if (rows !== 'first-line' || badQuoting || fields.length >= names.length || previousId === '') return false;
  return (
    isDecided(values.OrderID, fields) &&
    findValue(values.OrderID, fields).value === previousId &&
    isDecided(values.Amount, fields) &&
    findValue(values.Amount, fields).value === '' &&
    !fields.some(field => field.includes('\0'))
  );
}

/** The first of the columns that is not empty. */
function findValue(columns: readonly Taken[], fields: readonly string[]): Found {
  for (const taken of columns) {
    const value = valueIn(taken, fields);
    if (value !== '') return { taken, value };
  }
  const [taken] = columns;
  return { taken, value: '' };
}

function valueIn({ positions: [first = 0, ...more], isId }: Taken, fields: readonly string[]): string {
  let value = textOf(fields[first] ?? '');
  for (const position of more) value = `${value} ${textOf(fields[position] ?? '')}`.trim();
  return isId && value === '0' ? '' : value;
}

/** As it was received. */
function receivedOf({ positions }: Taken, fields: readonly string[]): string {
  return positions.map(position => fields[position] ?? '').join(' ');
}

/** `="00123"` is how spreadsheets keep the zeros of 00123. */
function textOf(field: string): string {
  const text = field.trim();
  if (!text.startsWith('="')) return text;
  const inside = /^="((?:[^"]|"")*)"$/.exec(text)?.[1];
  return inside === undefined ? text : inside.replaceAll('""', '"').trim();
}

function statusOf(value: string, { fields }: Row, { layout, statuses }: Rules): string {
  if (layout.cancelledAt.length > 0 && findValue(layout.cancelledAt, fields).value !== '') return 'cancelled';
  return statuses.size > 0 ? (statuses.get(value.toLowerCase()) ?? value) : value;
}

const CANCELLED = new Set(['cancelled', 'canceled']);

/** ASCII letters in lower case: the model compares so too. */
function comparable(status: string): string {
  return status.replace(/[A-Z]/g, letter => letter.toLowerCase());
}

interface Observed {
  readonly amount: AmountReadings | undefined;
  readonly date: DateReadings;
}

/** Notes what a row proves, and nothing else. */
export function observeRow(row: Row, rules: Rules): void {
  if (validateWhole(row, rules)) return;
  const { values } = rules.layout;
  observe(findValue(values.Amount, row.fields), findValue(values.OrderDate, row.fields), row.line, rules.evidence);
}

/** What becomes of the row does not matter: its values are evidence for those of others. */
function observe(amount: Found, date: Found, line: number, evidence: Evidence): Observed {
  const amountReadings = amount.value === '' ? undefined : readAmount(amount.value);
  if (amountReadings) evidence.addAmount(amountReadings, { line, value: amount.value });
  const dateReadings = readDate(date.value);
  if (dateReadings.kind === 'numbers') evidence.addDate(dateReadings, { line, value: date.value });
  return { amount: amountReadings, date: dateReadings };
}

interface Broken {
  readonly rule: RowRule;
  readonly reason: string;
}

interface Money {
  readonly value: string;
  readonly isRounded: boolean;
  readonly currency: Currencies | undefined;
}

const NO_AMOUNT: Money = { value: '', isRounded: false, currency: undefined };

function amountOf(
  { value }: Found,
  readings: AmountReadings | undefined,
  beside: Currencies | undefined,
  evidence: Evidence,
): Money | Broken {
  if (!readings) return { rule: 'bad-amount', reason: value === '' ? 'an order has an amount' : BAD_AMOUNT };
  const { point, comma, currency } = readings;
  const both = currency && beside ? meet(currency, beside) : (currency ?? beside);
  if (both?.size === 0) return { rule: 'bad-amount', reason: 'its sign or code, its column and the setting name different currencies' };
  let text = point ?? comma;
  if (isOpenAmount(readings)) {
    const decimal = evidence.useDecimal();
    if (decimal === 'open') {
      return { rule: 'ambiguous-amount', reason: `it is ${point?.text} or ${comma?.text}; ${ROW_RULES['ambiguous-amount'].remedy}` };
    }
    text = decimal === '.' ? point : comma;
  }
  return text ? { value: text.text, isRounded: text.isRounded, currency: both } : { rule: 'bad-amount', reason: BAD_AMOUNT };
}

const BAD_AMOUNT = 'an amount is a number like -1234.50 or $1,234.50: at most 16 digits before the decimals';

function currencyOf({ taken }: Found, { fields }: Row, { layout, currency }: Rules): Currencies | undefined {
  return currencyBeside(findValue(layout.currency, fields).value, taken?.currency, currency);
}

/** What stands beside an amount: its column's word, the brackets of its name, and the setting. Empty where they disagree. */
export function currencyBeside(word: string, ofName: Currencies | undefined, setting: Currencies | undefined): Currencies | undefined {
  // An unknown word is what the setting says that it is.
  const ofColumn = word === '' ? undefined : (currenciesOf(word) ?? setting ?? currenciesOfColumn(word));
  const [first, ...more] = [ofColumn, ofName, setting].filter(one => one !== undefined);
  return first && more.reduce(meet, first);
}

function dayOf(readings: DateReadings, evidence: Evidence): { readonly value: string } | Broken {
  if (readings.kind === 'bad') return { rule: 'bad-date', reason: readings.reason };
  if (readings.kind === 'day') return { value: readings.day };
  const { shape, days } = readings;
  const different = [...new Set(Object.values(days))];
  const order = evidence.useOrder(shape);
  if (order !== 'open') {
    const day = days[order];
    if (day !== undefined) return { value: day };
    return {
      rule: 'bad-date',
      reason: shape.usual === 'year-first' ? 'a date is a real day like 2025-04-21' : `read as ${order}, it is no real day`,
    };
  }
  const [only] = different;
  // A value that is one day in every order is read. The order year-day-month is never meant.
  if (only !== undefined && different.length === 1) {
    const isMeant = Object.keys(days).some(known => known !== 'year-day-month');
    return isMeant
      ? { value: only }
      : { rule: 'bad-date', reason: 'a date that begins with the year goes on with the month, then the day' };
  }
  return { rule: 'ambiguous-date', reason: `it is ${different.join(' or ')}; ${ROW_RULES['ambiguous-date'].remedy}` };
}

/** Two amounts of one source that differ: nothing says which is meant. */
function noteDifferingAmounts({ fields, line }: Row, { values: { Amount } }: Layout, evidence: Evidence, memory: Memory): void {
  if (Amount.length < 2 || memory.differingAmounts) return;
  const [first, ...others] = Amount.flatMap(taken => {
    const value = valueIn(taken, fields);
    return value === '' ? [] : [{ name: taken.name, value }];
  });
  const other = first && others.find(({ value }) => !isSameAmount(first.value, value, evidence));
  if (first && other) memory.differingAmounts = { line, value: `${first.value} and ${other.value}`, names: [first.name, other.name] };
}

/** An amount of two readings is the same as one that is either of them: the row breaks `ambiguous-amount`, not the file. */
function isSameAmount(one: string, other: string, evidence: Evidence): boolean {
  if (one === other) return true;
  const others = amountsIn(other, evidence);
  return amountsIn(one, evidence).some(amount => others.includes(amount));
}

function amountsIn(value: string, evidence: Evidence): readonly string[] {
  const readings = readAmount(value);
  if (!readings) return [];
  const { point, comma } = readings;
  const decimal = isOpenAmount(readings) ? evidence.reportedDecimal : null;
  const possible = decimal === ',' ? [comma] : decimal === '.' ? [point] : [point, comma];
  return possible.flatMap(reading => (reading ? [canonical(reading.text)] : []));
}

/** `007.5` and `7.50` are the same. */
function canonical(text: string): string {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const number = `${whole.replace(/^0+(?=[0-9])/, '')}.${fraction.padEnd(2, '0')}`;
  return text.startsWith('-') && number !== '0.00' ? `-${number}` : number;
}
