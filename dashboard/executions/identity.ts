/** A number for every object: the same object has the same. What is remembered is replaced where it changes, and never changed itself. */
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
