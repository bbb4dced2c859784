import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import type * as z from 'zod';
import { messageOf } from '../../endpoint/service-error';
import { s3Error } from './s3-error';

/** An element's content: text, child elements by name (a list repeats the element), or nothing at all for `undefined`. */
export type Xml = string | number | boolean | undefined | XmlElements;

interface XmlElements {
  readonly [name: string]: Xml | readonly Xml[];
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

export function xmlDocument(root: string, content: XmlElements = {}): string {
  return written(root, { '@xmlns': NAMESPACE, ...content });
}

/** S3's errors, unlike its answers, have no namespace. */
export function errorDocument(content: XmlElements): string {
  return written('Error', content);
}

/** Reads a document and checks its shape; anything else is MalformedXML. */
export function parseXml<T>(text: string, shape: z.ZodType<T>, mostTags: number): T {
  let document: unknown;
  // S3's documents have none, and an entity could expand without end.
  if (text.includes('<!DOCTYPE')) throw s3Error('MalformedXML');
  // Parsing blocks every other request: 60,000 keys in one document take half a second.
  if (!holdsAtMost(text, '<', mostTags)) throw s3Error('MalformedXML', { Reason: `more than ${mostTags} tags` });
  if (!holdsAtMost(text, '&', MOST_REFERENCES)) throw s3Error('MalformedXML', { Reason: `more than ${MOST_REFERENCES} references` });
  try {
    document = PARSER.parse(text, true);
  } catch (error) {
    throw s3Error('MalformedXML', { Reason: messageOf(error) });
  }
  const result = shape.safeParse(document);
  if (!result.success) throw s3Error('MalformedXML', { Reason: result.error.issues[0]?.path.join('.') });
  return result.data;
}

const MOST_REFERENCES = 100_000;

function holdsAtMost(text: string, character: string, most: number): boolean {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) if (++count > most) return false;
  return true;
}

const LISTS = new Set(['Object', 'Part']);

const PARSER = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  removeNSPrefix: true,
  ignoreAttributes: true,
  htmlEntities: true,
  isArray: name => LISTS.has(name),
});

function written(root: string, content: XmlElements): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${BUILDER.build({ [root]: content })}`;
}

const BUILDER = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  processEntities: false,
  tagValueProcessor: (_name, value) => escapeText(String(value)),
});

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to write most control characters; S3 writes them as references all the same, hence `encoding-type=url`. */
function escapeText(text: string): string {
  return text.replace(/[&<>"\u0000-\u001f]/g, character => ENTITIES[character] ?? `&#x${character.charCodeAt(0).toString(16)};`);
}
