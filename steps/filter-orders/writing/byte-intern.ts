const PLACES = 16_384;

/** Gives the same array for the same bytes, as long as its place is not taken by others: a dictionary then compares no bytes. */
export class ByteIntern {
  private readonly known: (Uint8Array | undefined)[] = new Array(PLACES);

  same(bytes: Uint8Array): Uint8Array {
    let hash = 0x811c9dc5;
    for (let at = 0; at < bytes.length; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    const place = (hash ^ (hash >>> 15)) & (PLACES - 1);
    const known = this.known[place];
    if (known !== undefined && isSame(known, bytes)) return known;
    // A copy, since the bytes may be a part of a large block.
    const copy = Uint8Array.from(bytes);
    this.known[place] = copy;
    return copy;
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
