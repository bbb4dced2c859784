import { decimal, INTEGER_DIGITS, isInteger, isNumeric, sameType, type Type, type TypeKind } from './type';

/** The type that both become where Trino compares or combines them, if there is one. Source: Trino's TypeCoercion. */
export function commonType(a: Type, b: Type): Type | undefined {
  if (a.name === 'unknown') return b;
  if (b.name === 'unknown' || sameType(a, b)) return a;
  if (isNumeric(a) && isNumeric(b)) return commonNumber(a, b);
  if (a.name === b.name) return commonOfKind(a, b);
  if (DATES.includes(a.name) && DATES.includes(b.name)) {
    const later = DATES.indexOf(a.name) > DATES.indexOf(b.name) ? a : b;
    return { name: later.name, size: Math.max(a.size ?? 0, b.size ?? 0) };
  }
  return undefined;
}

/** Whether Trino turns `from` into `to` without being asked. */
export function canCoerce(from: Type, to: Type): boolean {
  const common = commonType(from, to);
  return common !== undefined && (sameType(common, to) || (to.name === 'varchar' && to.size === undefined && common.name === 'varchar'));
}

const DATES: readonly TypeKind[] = ['date', 'timestamp', 'timestamp with time zone'];
const NUMBERS: readonly TypeKind[] = ['tinyint', 'smallint', 'integer', 'bigint', 'decimal', 'real', 'double'];

function commonNumber(a: Type, b: Type): Type {
  const wider = NUMBERS.indexOf(a.name) > NUMBERS.indexOf(b.name) ? a : b;
  return wider.name === 'decimal' ? commonDecimal(asDecimal(a), asDecimal(b)) : wider;
}

export function asDecimal(type: Type): Type {
  return isInteger(type) ? decimal(INTEGER_DIGITS[type.name] ?? 38, 0) : type;
}

function commonDecimal({ size: p1 = 38, scale: s1 = 0 }: Type, { size: p2 = 38, scale: s2 = 0 }: Type): Type {
  const scale = Math.max(s1, s2);
  return decimal(Math.max(p1 - s1, p2 - s2) + scale, scale);
}

function commonOfKind(a: Type, b: Type): Type | undefined {
  if (a.of || b.of) {
    const of = (a.of ?? []).map((type, index) => commonType(type, b.of?.[index] ?? type));
    const known = of.filter(type => type !== undefined);
    if (known.length !== of.length || a.of?.length !== b.of?.length) return undefined;
    const fieldNames = a.fieldNames?.map((name, index) => (name === b.fieldNames?.[index] ? name : undefined));
    return { ...a, of: known, ...(fieldNames && { fieldNames }) };
  }
  if (a.size === undefined || b.size === undefined) return { name: a.name };
  return a.size > b.size ? a : b;
}
