/** AWS's own parser ends there too. Deeper JSON would exhaust the stack of any code that walks it. */
export const DEEPEST_JSON = 1_000;

/** Does a JSON text nest objects and arrays deeper than that? One pass, without a stack. */
export function isTooDeep(json: string, most = DEEPEST_JSON): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfString(json, at);
    else if (code === OBJECT || code === ARRAY) depth += 1;
    else if (code === OBJECT_END || code === ARRAY_END) depth -= 1;
    if (depth > most) return true;
  }
  return false;
}

/** What such a text is refused with. */
export const TOO_DEEP = `Document nesting depth (${DEEPEST_JSON + 1}) exceeds the maximum allowed (${DEEPEST_JSON})`;

const [QUOTE, OBJECT, OBJECT_END, ARRAY, ARRAY_END] = [0x22, 0x7b, 0x7d, 0x5b, 0x5d];

/** The place of the closing quote, or the end of the text. */
function endOfString(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let slashes = 0;
    while (json.charAt(at - 1 - slashes) === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return json.length;
}
