import { decimal, type Type } from './type';

/** The type of a sum, difference, product, quotient or remainder of decimals: https://trino.io/docs/476/functions/decimal.html */
export function decimalResult(operator: string, { size: p1 = 38, scale: s1 = 0 }: Type, { size: p2 = 38, scale: s2 = 0 }: Type): Type {
  const scale = Math.max(s1, s2);
  switch (operator) {
    case '*':
      return decimal(p1 + p2, s1 + s2);
    case '/':
      return decimal(p1 + s2 + Math.max(0, s2 - s1), scale);
    case '%':
      return decimal(Math.min(p2 - s2, p1 - s1) + scale, scale);
    default:
      return decimal(Math.max(p1 - s1, p2 - s2) + scale + 1, scale);
  }
}
