/**
 * Drops items while `fails` still holds of what is left: first halves, then quarters, at last one by one (delta debugging). Asks at most so
 * often, and gives the shortest list of which it held.
 */
export async function shrink<T>(
  items: readonly T[],
  fails: (items: readonly T[]) => Promise<boolean>,
  { most = 200 }: { readonly most?: number } = {},
): Promise<readonly T[]> {
  let left = items;
  let asked = 0;
  for (let size = Math.ceil(left.length / 2); left.length > 1; ) {
    let dropped = false;
    for (let start = 0; start < left.length && asked < most; ) {
      const without = [...left.slice(0, start), ...left.slice(start + size)];
      asked += 1;
      if (without.length > 0 && (await fails(without))) {
        left = without;
        dropped = true;
      } else start += size;
    }
    if (asked >= most || (size === 1 && !dropped)) return left;
    if (!dropped || size > left.length) size = Math.max(1, Math.ceil(size / 2));
  }
  return left;
}
