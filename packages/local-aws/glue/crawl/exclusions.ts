/**
 * Reads an exclude pattern, which is relative to the include path. `*` and `?` stay within a folder, `**` does not;
 * `[a-z]`, `[!a]` and `{a,b}` mean what they mean in a shell; a backslash takes the next character as it is.
 * Source: https://docs.aws.amazon.com/glue/latest/dg/define-crawler.html#crawler-data-stores-exclude
 */
export function exclusion(pattern: string): (path: string) => boolean {
  const expression = new RegExp(`^${translate(pattern)}$`, 'su');
  return path => expression.test(path);
}

function translate(pattern: string): string {
  const token = /\*\*|\*|\?|\\(.)|\[(!?)((?:\\.|[^\]])+)\]|\{([^{}]*)\}|(.)/gsu;
  return pattern.replaceAll(token, (match, escaped?: string, negated?: string, set?: string, group?: string, plain?: string) => {
    if (match === '**') return '.*';
    if (match === '*') return '[^/]*';
    if (match === '?') return '[^/]';
    if (set !== undefined) return `[${negated ? '^/' : ''}${set.replaceAll(/[\\^&[\]]/g, '\\$&')}]`;
    if (group !== undefined) return `(?:${group.split(',').map(translate).join('|')})`;
    return (escaped ?? plain ?? '').replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  });
}
