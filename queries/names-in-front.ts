/** A name and the query that stands for it. */
export type CommonTables = Readonly<Record<string, string>>;

/**
 * Puts common tables in front of a query: those that it names and does not define itself. It reads tokens, so comments and literals do not
 * confuse it, and merges into `WITH` and `WITH RECURSIVE`. No line is added, so that the places which Athena names stay those of the file.
 * What is no SELECT, WITH, VALUES or TABLE stays as it is.
 */
export function withNamesInFront(sql: string, tables: CommonTables): string {
  const tokens = tokensOf(sql);
  const [first] = tokens;
  if (!first || !/^(with|select|values|table|\()$/i.test(first.text)) return sql;
  const isWith = /^with$/i.test(first.text);
  const recursive = isWith && /^recursive$/i.test(tokens[1]?.text ?? '') ? 1 : 0;
  const own = isWith ? namesDefined(tokens.slice(1 + recursive)) : new Set<string>();
  const named = new Set(tokens.map(({ text }) => nameOf(text)));
  const ours = Object.entries(tables).filter(([name]) => named.has(name) && !own.has(name));
  if (ours.length === 0) return sql;
  if (!isWith) return `${sql.slice(0, first.start)}WITH ${list(ours)} ${sql.slice(first.start)}`;
  const { end } = tokens[recursive] ?? first;
  return `${sql.slice(0, end)} ${list(ours)},${sql.slice(end)}`;
}

function list(tables: readonly (readonly [string, string])[]): string {
  return tables.map(([name, query]) => `${name} AS (${query})`).join(', ');
}

/** Names are compared in lower case, quoted or not. */
function nameOf(token: string): string {
  return token
    .replace(/^"(.*)"$/s, '$1')
    .replaceAll('""', '"')
    .toLowerCase();
}

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|[\p{L}\p{N}_$]+|\s+|[\s\S]/gu;

/** Every token that is neither white space nor a comment. */
function tokensOf(sql: string): readonly Token[] {
  return [...sql.matchAll(TOKEN)]
    .filter(([text]) => !/^(\s|--|\/\*)/.test(text))
    .map(match => ({ text: match[0], start: match.index, end: match.index + match[0].length }));
}

/** The names of a WITH list, in lower case: `a AS (…), b (x, y) AS (…)`. */
function namesDefined(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  let depth = 0;
  let isName = true;
  for (const { text } of tokens) {
    if (depth === 0 && /^(select|values|table)$/i.test(text) && !isName) break;
    if (depth === 0 && isName)
      names.add(
        text
          .replace(/^"(.*)"$/s, '$1')
          .replaceAll('""', '"')
          .toLowerCase(),
      );
    isName = depth === 0 && text === ',';
    if (text === '(') depth++;
    if (text === ')') depth--;
  }
  return names;
}
