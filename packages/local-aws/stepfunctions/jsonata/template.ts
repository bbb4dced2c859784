import { isObject } from '../../json-object';

/** JSON text. The interpreter carries texts, so that what a state only passes on comes out as it went in, number formats and all. */
export type Json = string;

/** JSON in which a string of the shape `{% … %}` is a JSONata expression. */
export type Template = string | number | boolean | null | readonly Template[] | { readonly [key: string]: Template };

/** The source between `{%` and `%}`; AWS allows no blank outside of them. */
export function expressionOf(text: string): string | undefined {
  return text.length >= 4 && text.startsWith('{%') && text.endsWith('%}') ? text.slice(2, -2) : undefined;
}

/** The expressions in a template, or in any value that contains some. */
export function sourcesIn(template: unknown): string[] {
  return textsIn(template, '').flatMap(({ text }) => expressionOf(text) ?? []);
}

/** Every text in a template with its place: keys after a slash, positions in brackets (`Output/items[0]/name`), as AWS names them in its causes. */
export function textsIn(template: unknown, location: string): { readonly location: string; readonly text: string }[] {
  if (typeof template === 'string') return [{ location, text: template }];
  if (Array.isArray(template)) return template.flatMap((item: unknown, index) => textsIn(item, `${location}[${index}]`));
  return isObject(template) ? Object.entries(template).flatMap(([key, item]) => textsIn(item, `${location}/${key}`)) : [];
}
