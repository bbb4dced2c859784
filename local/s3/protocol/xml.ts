import { XMLParser } from 'fast-xml-parser';
import type * as z from 'zod';
import { messageOf } from '../../endpoint/service-error';
import { s3Error } from './s3-error';

/** An element's content: text, child elements by name (a list repeats the element), or nothing at all for `undefined`. */
export type Xml = string | number | boolean | undefined | { readonly [name: string]: Xml | readonly Xml[] };

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** S3's errors, unlike its answers, have an empty `namespace`. */
export function xmlDocument(root: string, content: Xml, namespace = NAMESPACE): string {
  const attribute = namespace && ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inner(content)}</${root}>`;
}

/** Reads a document and checks its shape; anything else is MalformedXML. */
export function parseXml<T>(text: string, shape: z.ZodType<T>): T {
  let document: unknown;
  // S3's documents have none, and an entity could expand without end.
  if (text.includes('<!DOCTYPE')) throw s3Error('MalformedXML');
  try {
    document = PARSER.parse(text, true);
  } catch (error) {
    throw s3Error('MalformedXML', { Reason: messageOf(error) });
  }
  const result = shape.safeParse(document);
  if (!result.success) throw s3Error('MalformedXML', { Reason: result.error.issues[0]?.path.join('.') });
  return result.data;
}

const LISTS = new Set(['Object', 'Part', 'Tag']);

const PARSER = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  removeNSPrefix: true,
  ignoreAttributes: true,
  htmlEntities: true,
  isArray: name => LISTS.has(name),
});

function inner(content: Xml): string {
  if (content === undefined) return '';
  if (typeof content !== 'object') return escapeText(String(content));
  return Object.entries(content)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map(one => element(name, one)))
    .join('');
}

function element(name: string, content: Xml): string {
  return content === undefined ? '' : `<${name}>${inner(content)}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to write most control characters; S3 writes them as references all the same, hence `encoding-type=url`. */
function escapeText(text: string): string {
  return text.replace(/[&<>"\u0000-\u001f]/g, character => ENTITIES[character] ?? `&#x${character.charCodeAt(0).toString(16)};`);
}
