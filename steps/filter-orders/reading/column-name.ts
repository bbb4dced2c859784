import { type Currencies, currenciesOf } from '../values/currency';

export interface ColumnName {
  /** The form in which names are compared; empty for a name of nothing, which matches nothing. */
  readonly plain: string;
  /** The same with its brackets. */
  readonly full: string;
  /** What brackets at the end say of the amounts below: `Amount ($)`, `Total (EUR)`. */
  readonly currency: Currencies | undefined;
}

/** `order_id`, ` Order ID `, `Order-Id:` and `ORDER #ID` are the same name. In a regular expression `\s` is what `trim` removes. */
export function columnName(text: string): ColumnName {
  const [, before = '', inside = ''] = /^(.*\S)\s*[([]([^()[\]]*)[)\]]\s*$/s.exec(text) ?? [];
  const currency = before !== '' && /^(?:[A-Z]{3}|[^A-Z]*)$/.test(inside.trim()) ? currenciesOf(inside.trim()) : undefined;
  return { plain: plainText(currency ? before : text), full: plainText(text), currency };
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
