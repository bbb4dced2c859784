/** The parts of a wildcard pattern between its asterisks: `in/*.csv` → `['in/', '.csv']`. */
export type WildcardParts = readonly string[];

/**
 * Reads a `wildcard` pattern. `*` stands for any characters or none, `\*` and `\\` for themselves.
 * @throws Error when two asterisks follow each other or a backslash escapes something else, as EventBridge refuses it.
 */
export function parseWildcard(pattern: string): WildcardParts {
  const parts = [''];
  const append = (text: string) => parts.push(parts.pop() + text);
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '*') {
      if (pattern.charAt(at + 1) === '*') throw new Error(`Consecutive wildcard characters at pos ${at}`);
      parts.push('');
    } else if (character === '\\') {
      const escaped = pattern.charAt(++at);
      if (escaped !== '*' && escaped !== '\\') throw new Error(`Invalid escape character at pos ${at - 1}`);
      append(escaped);
    } else {
      append(character);
    }
  }
  return parts;
}

/** Takes each part at its first place after the previous one: never worse than the text's length times the pattern's. */
export function matchesWildcard(parts: WildcardParts, text: string): boolean {
  const head = parts[0] ?? '';
  if (parts.length === 1) return text === head;
  const tail = parts.at(-1) ?? '';
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
  const end = text.length - tail.length;
  let at = head.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
