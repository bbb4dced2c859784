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
  // Parsing blocks every other request: 60,000 keys or 800,000 attributes in one document take seconds.
  const reason = tooMuch(text, mostTags);
  if (reason !== undefined) throw s3Error('MalformedXML', { Reason: reason });
  try {
    document = PARSER.parse(text, true);
  } catch (error) {
    throw s3Error('MalformedXML', { Reason: messageOf(error) });
  }
  const result = shape.safeParse(document);
  if (!result.success) throw s3Error('MalformedXML', { Reason: result.error.issues[0]?.path.join('.') });
  return result.data;
}

/** Far more than S3's documents have. */
const MOST = { references: 100_000, depth: 10, tagLength: 4_096 };

/** Why a document is not parsed at all, from one pass over it. */
function tooMuch(text: string, mostTags: number): string | undefined {
  let tags = 0;
  let depth = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const end = text.indexOf('>', at);
    tags += 1;
    if (tags > mostTags) return `more than ${mostTags} tags`;
    if ((end < 0 ? text.length : end) - at > MOST.tagLength) return `a tag of more than ${MOST.tagLength} characters`;
    if (text.charAt(at + 1) === '/') depth -= 1;
    else if (!'?!'.includes(text.charAt(at + 1)) && text.charAt(end - 1) !== '/') depth += 1;
    if (depth > MOST.depth) return `elements nested more than ${MOST.depth} deep`;
  }
  let references = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) references += 1;
  return references > MOST.references ? `more than ${MOST.references} references` : undefined;
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
