/** A number for each object. Cached objects are replaced when they change, never modified, so the number identifies the content. */
export function createIdentity(): (object: object | null | undefined) => number {
  const numbers = new WeakMap<object, number>();
  let last = 0;
  return object => {
    if (!object) return 0;
    const known = numbers.get(object);
    if (known !== undefined) return known;
    last += 1;
    numbers.set(object, last);
    return last;
  };
}
