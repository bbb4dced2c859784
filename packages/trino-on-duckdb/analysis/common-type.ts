import type { Typed } from '../expressions/typed';
import type { Expression } from '../syntax/ast';
import { typeMismatch } from '../trino-error';
import { commonType } from '../types/coercion';
import { printType, type Type } from '../types/type';

/** The type that all of them can become. `what` is how Trino names them in its error, such as `All CASE results`. */
export function commonTypeOf(values: readonly Typed[], expressions: readonly Expression[], what: string): Type | undefined {
  let common: Type | undefined;
  for (const [index, { type }] of values.entries()) {
    const next: Type | undefined = common ? commonType(common, type) : type;
    if (!next) {
      const distinct = [...new Set(values.map(value => printType(value.type)))].join(', ');
      throw typeMismatch(
        `${what} must be the same type or coercible to a common type. Cannot find common type between ${common ? printType(common) : 'unknown'} and ${printType(type)}, all types (without duplicates): [${distinct}]`,
        expressions[index]?.at,
      );
    }
    common = next;
  }
  return common;
}
