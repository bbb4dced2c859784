import { type Currencies, currenciesOf } from '../values/currency';

export interface ColumnName {
  /** The form in which names are compared; empty for a name of nothing, which matches nothing. */
  readonly plain: string;
  /** The same with its brackets. */
  readonly full: string;
  /** What brackets at the end say of the amounts below: `Amount ($)`, `Total (EUR)`. */
  readonly currency: Currencies | undefined;
}

/** Characters. A setting of an upload has fewer, so a longer name matches no setting and is compared as it is. */
const LONGEST_NAME = 2000;

/** `order_id`, ` Order ID `, `Order-Id:` and `ORDER #ID` are the same name. In a regular expression `\s` is what `trim` removes. */
export function columnName(text: string): ColumnName {
  if (text.length > LONGEST_NAME) return { plain: text, full: text, currency: undefined };
  const { before, inside } = bracketsOf(text.trim());
  const currency = before !== '' && /^(?:[A-Z]{3}|[^A-Z]*)$/.test(inside.trim()) ? currenciesOf(inside.trim()) : undefined;
  return { plain: plainText(currency ? before : text), full: plainText(text), currency };
}

/** What stands in brackets at the end, and before them. By index: a regular expression takes the square of a long name's length. */
function bracketsOf(text: string): { readonly before: string; readonly inside: string } {
  const open = Math.max(text.lastIndexOf('('), text.lastIndexOf('['));
  const inside = text.slice(open + 1, -1);
  const isBracketed = open > 0 && /[)\]]$/.test(text.slice(-1)) && !/[)\]]/.test(inside);
  return isBracketed ? { before: text.slice(0, open).trimEnd(), inside } : { before: '', inside: '' };
}

const known = new Map<string, string>();

/** The name of a source, in the form in which names are compared. Its brackets are part of it. Sources have some hundred names, asked for often. */
export function plainName(name: string): string {
  const plain = known.get(name) ?? plainText(name);
  known.set(name, plain);
  return plain;
}

function plainText(text: string): string {
  return text.replace(/[\s_.#:-]/g, '').toLowerCase();
}
