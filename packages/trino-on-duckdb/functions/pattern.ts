import { asDecimal, canCoerce, commonType } from '../types/coercion';
import { decimal, isInteger, isOrderable, sameType, type Type, type TypeKind, UNKNOWN, VARCHAR } from '../types/type';

/**
 * A type in a signature: `bigint`, `varchar(x)` (of any length, which the result repeats), `decimal(p,s)`, `timestamp(p)`, `array(T)`.
 * A single capital letter stands for any type, the same wherever it stands; E for one that can be sorted.
 */
export type Pattern =
  | { readonly variable: string }
  | { readonly name: TypeKind; readonly sizes: readonly string[]; readonly of: readonly Pattern[] };

export interface Bindings {
  readonly types: Map<string, Type>;
  readonly sizes: Map<string, number | undefined>;
}

export function parsePattern(text: string): Pattern {
  if (/^[A-Z]$/.test(text)) return { variable: text };
  const [, base = '', inside = '', rest = ''] = /^([a-z ]+)(?:\((.*)\))?( with time zone)?$/.exec(text) ?? [];
  const name = `${base}${rest}` as TypeKind;
  const parts = inside === '' ? [] : splitParts(inside);
  return ['array', 'map', 'row'].includes(name) ? { name, sizes: [], of: parts.map(parsePattern) } : { name, sizes: parts, of: [] };
}

/** At the commas that are in no parentheses. */
function splitParts(text: string): string[] {
  return text.match(/(?:[^,()]|\([^)]*\))+/g) ?? [];
}

/** The type that an argument has to have for the pattern, or nothing if it cannot; `coerce` allows Trino's implicit casts. */
export function unify(pattern: Pattern, type: Type, bindings: Bindings, coerce: boolean): Type | undefined {
  if ('variable' in pattern) return bindVariable(pattern.variable, type, bindings, coerce);
  const target = targetOf(pattern, type, coerce);
  if (!target) return undefined;
  if (pattern.of.length > 0) {
    const of = pattern.of.map((inner, index) => unify(inner, target.of?.[index] ?? UNKNOWN, bindings, coerce));
    const known = of.filter(inner => inner !== undefined);
    return known.length === of.length ? { ...target, of: known } : undefined;
  }
  const [first, second] = pattern.sizes;
  if (first) bindings.sizes.set(first, target.size);
  if (second) bindings.sizes.set(second, target.scale);
  return target;
}

function bindVariable(variable: string, type: Type, { types }: Bindings, coerce: boolean): Type | undefined {
  const bound = types.get(variable);
  const common = bound ? commonType(bound, type) : type;
  if (!common || (!coerce && bound && !sameType(common, bound)) || (variable === 'E' && !isOrderable(common))) return undefined;
  types.set(variable, common);
  return common;
}

function targetOf({ name, sizes, of }: Exclude<Pattern, { variable: string }>, type: Type, coerce: boolean): Type | undefined {
  if (type.name === name && fitsSize(sizes, type)) return name === 'varchar' && sizes.length === 0 ? VARCHAR : type;
  if (!coerce || type.name === name) return undefined;
  if (type.name === 'unknown')
    return name === 'decimal'
      ? decimal(1, 0)
      : { name, ...(of.length > 0 && { of: of.map(() => UNKNOWN) }), ...(sizes.length > 0 && { size: 0 }) };
  if (name === 'decimal') return isInteger(type) ? asDecimal(type) : undefined;
  if (name === 'timestamp' || name === 'timestamp with time zone') {
    const target: Type = { name, size: type.size ?? 3 };
    return canCoerce(type, target) ? target : undefined;
  }
  return canCoerce(type, { name }) ? { name } : undefined;
}

/** `varchar(1)` takes no longer text; a size that is a variable takes any. */
function fitsSize([size]: readonly string[], type: Type): boolean {
  return size === undefined || !/^\d+$/.test(size) || (type.size ?? Number.POSITIVE_INFINITY) <= Number(size);
}

/** The type that a result's pattern means once the arguments are known. A size may be a number, such as `decimal(38,s)`. */
export function instantiate(pattern: Pattern, bindings: Bindings): Type {
  if ('variable' in pattern) return bindings.types.get(pattern.variable) ?? UNKNOWN;
  const [size, scale] = pattern.sizes.map(text => (/^\d+$/.test(text) ? Number(text) : bindings.sizes.get(text)));
  return {
    name: pattern.name,
    ...(size !== undefined && { size }),
    ...(scale !== undefined && { scale }),
    ...(pattern.of.length > 0 && { of: pattern.of.map(inner => instantiate(inner, bindings)) }),
  };
}
