import { isObject, type JsonObject } from '../../json-object';
import { type Diagnostic, wrongSchema } from './diagnostic';

/** A value that may be left out. */
export function mustBe(type: 'String' | 'Boolean', value: unknown, location: string): Diagnostic[] {
  const fits = value === undefined || typeof value === type.toLowerCase();
  return fits ? [] : [wrongSchema(`Expected value of type ${type}`, location)];
}

/** A value that may be left out. */
export function mustBeOneOf(values: readonly string[], value: unknown, location: string): Diagnostic[] {
  const fits = value === undefined || values.some(one => one === value);
  return fits ? [] : [wrongSchema(`Value should be one of the following: [${values.join(', ')}]`, location)];
}

export function requiredFields(part: JsonObject, fields: readonly string[], path: string): Diagnostic[] {
  const missing = fields.filter(field => part[field] === undefined);
  return missing.length === 0 ? [] : [wrongSchema(`These fields are required: [${missing.join(', ')}]`, path)];
}

export function unknownFields(part: JsonObject, known: readonly string[], path: string): Diagnostic[] {
  const unknown = Object.keys(part).filter(field => !known.includes(field));
  return unknown.map(field => wrongSchema(`Field '${field}' is not supported`, path));
}

export function inObject(value: unknown, path: string, check: (part: JsonObject, path: string) => Diagnostic[]): Diagnostic[] {
  return isObject(value) ? check(value, path) : [wrongSchema('Expected value of type Object', path)];
}

export function inList(value: unknown, path: string, check: (part: JsonObject, path: string, last: boolean) => Diagnostic[]): Diagnostic[] {
  if (!Array.isArray(value)) return [wrongSchema('Expected value of type Array', path)];
  return value.flatMap((entry: unknown, index) =>
    inObject(entry, `${path}[${index}]`, (part, at) => check(part, at, index === value.length - 1)),
  );
}

/** A list that must be there, and hold something. */
export function inRequiredList(
  part: JsonObject,
  field: string,
  path: string,
  check: (entry: JsonObject, path: string) => Diagnostic[],
): Diagnostic[] {
  const { [field]: list } = part;
  if (Array.isArray(list) && list.length === 0) return [wrongSchema('Value cannot be empty', `${path}/${field}`)];
  return list === undefined ? requiredFields(part, [field], path) : inList(list, `${path}/${field}`, check);
}
