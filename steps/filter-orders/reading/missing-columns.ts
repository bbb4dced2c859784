import type { Column } from '../../../pipeline/columns';
import type { UploadSettings } from '../../../pipeline/reading';
import type { ReadableSource } from '../../../sources/source';
import { MissingColumns } from '../file-errors';
import { readAmount } from '../values/amount';
import { readDate } from '../values/date';
import type { Choice } from './choose-source';
import type { HeaderRow } from './header';

type Missing = Extract<Choice, { outcome: 'missing' }>;

/** Says what is missing, what the header looks like, which source fits best, and what to do. `headerBelow` is the line of a later row that fits. */
export function missingColumns(
  { nearest, unreadable }: Missing,
  { names, text }: HeaderRow,
  headerBelow: number | undefined,
  columns: UploadSettings['columns'] = {},
): MissingColumns {
  const { missing, source } = nearest;
  const near = missing.flatMap(column => nearestNames(column, names).map(name => `${column}="${name}"`));
  const examples = missing.map(column => `--column ${column}="${nearestNames(column, names)[0] ?? 'NAME'}"`);
  const unknown = missing.flatMap(column => (columns[column] === undefined ? [] : [`${column}="${columns[column]}"`]));
  const advice = [
    `The source that fits best is "${source.name}" (${source.title}), which takes ${missing.map(column => `${column} from ${listed(expectedNames(column, source))}`).join('; ')}`,
    ...(near.length > 0 ? [`Near are: ${near.join(', ')}`] : []),
    `${unreadable ? 'If it has them under other names' : `To name ${missing.length > 1 ? 'the columns' : 'the column'}`}: npm run upload -- FILE ${examples.join(' ')}`,
  ];
  const isNoHeader = headerBelow !== undefined || looksLikeOrder(names);
  return new MissingColumns({
    missing,
    names,
    line: text,
    hints: [
      ...(unknown.length > 0 ? [`The setting names ${unknown.join(', ')}, which the header does not have`] : []),
      ...(unreadable ? [`This is the form of ${unreadable.title}. ${unreadable.unreadable}`] : []),
      ...(headerBelow === undefined ? [] : [`The header seems to be line ${headerBelow}: remove the lines above it`]),
      ...(looksLikeOrder(names) ? ['Line 1 looks like an order and not like a header: add a line of column names above it'] : []),
      // No names help where the line holds none.
      ...(isNoHeader ? [] : advice),
    ],
  });
}

function expectedNames(column: Column, { id, customer, amount, status, date }: ReadableSource): readonly string[] {
  const names = customer.map(name => (typeof name === 'string' ? name : Object.values(name).join(' + ')));
  return { OrderID: id, Customer: names, Amount: amount, Status: status, OrderDate: date }[column];
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4).map(name => `"${name}"`);
  return names.length > shown.length ? `${shown.join(', ')} or another of ${names.length} names` : shown.join(' or ');
}

const PARTS: Readonly<Record<Column, RegExp>> = {
  OrderID: /order|number|reference|invoice|\bid\b/i,
  Customer: /customer|client|buyer|billing|user|e-?mail|name/i,
  Amount: /amount|total|price|sales|revenue|value|sum/i,
  Status: /status|state/i,
  OrderDate: /date|created|time|day/i,
};
const MAX_NEAR = 3;

function nearestNames(column: Column, names: readonly string[]): readonly string[] {
  return names
    .map(name => name.trim().slice(0, 60))
    .filter(name => PARTS[column].test(name))
    .slice(0, MAX_NEAR);
}

/** Whether the first line holds a date and an amount: then it is no header. */
function looksLikeOrder(names: readonly string[]): boolean {
  const values = names.map(name => name.trim()).filter(name => name !== '');
  return values.some(value => readDate(value).kind !== 'bad') && values.some(value => readAmount(value) !== undefined);
}
