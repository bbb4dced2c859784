import { type Type, VARCHAR } from '../types/type';
import { castValue } from '../user-defined-functions/cast';
import type { Value } from '../user-defined-functions/value';
import { columnType } from './column-type';
import type { OpenedSerDe } from './table';

/** What Hive writes a timestamp as: without a zone, and with seconds if it has a time. */
const TIMESTAMP = /^\d{1,10}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,9})?)?$/;

/**
 * LazySimpleSerDe: fields between delimiters, no quotes; `\N`, and text that is not of the column's type, is NULL. With `escape.delim` the
 * character behind an escape is no delimiter.
 */
export function lazySimpleSerDe(columnTypes: readonly string[], parameters: Readonly<Record<string, string>>): OpenedSerDe {
  const delimiter = characterOf(parameters['field.delim'] || parameters['serialization.format'] || '1');
  const escaping = parameters['escape.delim'] ? characterOf(parameters['escape.delim']) : undefined;
  const nullText = parameters['serialization.null.format'] ?? '\\N';
  // Binary is written as base 64, a timestamp in formats of the table's own, and arrays, maps and structs with further delimiters.
  const types = columnTypes.map(name => {
    const type = columnType(name);
    const isRefused =
      type?.name === 'varbinary' || type?.of !== undefined || (type?.name === 'timestamp' && parameters['timestamp.formats'] !== undefined);
    return isRefused ? undefined : type;
  });
  const value = (text: string, index: number): Value =>
    text === nullText ? null : columnValue(escaping === undefined ? text : unescaped(text, escaping), types[index] ?? VARCHAR);
  return {
    types,
    parse: line => {
      const fields = escaping !== undefined && line.includes(escaping) ? splitEscaped(line, delimiter, escaping) : line.split(delimiter);
      return fields.map(value);
    },
  };
}

/** Hive takes a number for the code of a character, and of a text the first one. */
function characterOf(text: string): string {
  return /^\d{1,3}$/.test(text) ? String.fromCharCode(Number(text)) : text.charAt(0);
}

function splitEscaped(line: string, delimiter: string, escaping: string): string[] {
  const fields: string[] = [];
  let start = 0;
  for (let index = 0; index < line.length; index += 1) {
    if (line[index] === escaping) index += 1;
    else if (line[index] === delimiter) {
      fields.push(line.slice(start, index));
      start = index + 1;
    }
  }
  return [...fields, line.slice(start)];
}

function unescaped(text: string, escaping: string): string {
  if (!text.includes(escaping)) return text;
  let result = '';
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === escaping && index + 1 < text.length) {
      index += 1;
      result += LINE_ENDS[text.charAt(index)] ?? text.charAt(index);
    } else result += text.charAt(index);
  }
  return result;
}

const LINE_ENDS: Readonly<Record<string, string>> = { r: '\r', n: '\n' };

function columnValue(text: string, type: Type): Value {
  if (type.name === 'varchar') return type.size === undefined ? text : castValue(text, VARCHAR, type);
  if (type.name === 'boolean') return { true: true, false: false }[text.toLowerCase()] ?? null;
  if (type.name === 'timestamp' && !TIMESTAMP.test(text)) return null;
  try {
    return castValue(text, VARCHAR, type);
  } catch {
    return null;
  }
}
