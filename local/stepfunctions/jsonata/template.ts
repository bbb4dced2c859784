/** JSON text. The interpreter carries texts, so that what a state only passes on comes out as it went in, number formats and all. */
export type Json = string;

/** JSON in which a string of the shape `{% … %}` is a JSONata expression. */
export type Template = string | number | boolean | null | readonly Template[] | { readonly [key: string]: Template };

/** The source between `{%` and `%}`; AWS allows no blank outside of them. */
export function expressionOf(text: string): string | undefined {
  return text.length >= 4 && text.startsWith('{%') && text.endsWith('%}') ? text.slice(2, -2) : undefined;
}

export interface LocatedExpression {
  /** `Output/items[0]/name`: keys after a slash, positions in brackets, as AWS names them in its causes. */
  readonly location: string;
  readonly source: string;
}

export function expressionsIn(template: Template, location: string): LocatedExpression[] {
  if (typeof template === 'string') {
    const source = expressionOf(template);
    return source === undefined ? [] : [{ location, source }];
  }
  if (Array.isArray(template)) return template.flatMap((item, index) => expressionsIn(item, `${location}[${index}]`));
  if (template === null || typeof template !== 'object') return [];
  return Object.entries(template).flatMap(([key, item]) => expressionsIn(item, `${location}/${key}`));
}
