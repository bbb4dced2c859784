/** Where AWS's JSON parser (Jackson) stops, and why in its words. The column is the one after what was read last. */
export interface JsonComplaint {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

const VALUE = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const SPACE = /[ \t\r\n]*/y;

type Expected = 'value' | 'name' | 'end';

/** Nothing for a text that is JSON. A loop with a stack, so that no nesting is too deep for it. */
export function jsonComplaint(text: string): JsonComplaint | undefined {
  const open: ('{' | '[')[] = [];
  let at = 0;

  function take(token: RegExp): string | undefined {
    token.lastIndex = at;
    const [found] = token.exec(text) ?? [];
    at += found?.length ?? 0;
    return found;
  }
  function stop(message: string): JsonComplaint {
    const before = text.slice(0, at).split('\n');
    return { message, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
  function unexpected(what: string): JsonComplaint {
    const character = text.slice(at, at + 1);
    if (character === '') return stop(`Unexpected end-of-input: ${what}`);
    at += 1;
    return stop(`Unexpected character ('${character}' (code ${character.charCodeAt(0)})): ${what}`);
  }
  /** What is wrong with the rest of a string, whose sound beginning has been read. */
  function closeString(): JsonComplaint | undefined {
    if (text[at] === '"') {
      at += 1;
      return undefined;
    }
    const code = text.charCodeAt(at);
    if (Number.isNaN(code)) return stop('Unexpected end-of-input: was expecting closing quote for a string value');
    const where = 'has to be escaped using backslash to be included in string value';
    return code < 32 ? stop(`Illegal unquoted character ((CTRL-CHAR, code ${code})): ${where}`) : stop('Unrecognized character escape');
  }
  function readValue(): Expected | JsonComplaint {
    const character = text[at];
    if (character === '{' || character === '[') {
      at += 1;
      open.push(character);
      take(SPACE);
      if (text[at] === (character === '{' ? '}' : ']')) return 'end';
      return character === '{' ? 'name' : 'value';
    }
    if (take(STRING) !== undefined) return closeString() ?? 'end';
    if (take(NUMBER) !== undefined) return 'end';
    const word = take(WORD);
    if (word === undefined) return unexpected(`expected a valid value ${VALUE}`);
    return ['true', 'false', 'null'].includes(word) ? 'end' : stop(`Unrecognized token '${word}': was expecting ${VALUE}`);
  }
  function readName(): Expected | JsonComplaint {
    if (take(STRING) === undefined) return unexpected('was expecting double-quote to start field name');
    const wrong = closeString();
    take(SPACE);
    if (wrong || text[at] !== ':') return wrong ?? unexpected('was expecting a colon to separate field name and value');
    at += 1;
    return 'value';
  }
  function readEnd(): Expected | JsonComplaint {
    const inner = open.at(-1);
    if (text[at] === ',') {
      at += 1;
      return inner === '{' ? 'name' : 'value';
    }
    if (text[at] !== (inner === '{' ? '}' : ']'))
      return unexpected(`was expecting comma to separate ${inner === '{' ? 'Object' : 'Array'} entries`);
    at += 1;
    open.pop();
    return 'end';
  }

  for (let expected: Expected = 'value'; ; ) {
    take(SPACE);
    if (expected === 'end' && open.length === 0) return at < text.length ? unexpected('expected the end of the input') : undefined;
    const next: Expected | JsonComplaint = expected === 'value' ? readValue() : expected === 'name' ? readName() : readEnd();
    if (typeof next !== 'string') return next;
    expected = next;
  }
}
