import { isObject, type JsonObject } from '../../json-object';
import { membersOf } from '../tasks/members';
import { parseResource } from '../tasks/resource';
import { type Diagnostic, wrongSchema } from './diagnostic';

/** Arguments that are written out name members that the operation has, and each that it needs. What an expression gives is seen when it runs. */
export function validateArguments({ Resource, Arguments }: JsonObject, path: string): Diagnostic[] {
  const resource = typeof Resource === 'string' ? parseResource(Resource) : undefined;
  const members = resource && membersOf(resource);
  if (!members || !isObject(Arguments)) return [];
  const at = `${path}/Arguments`;
  return [
    ...Object.keys(Arguments)
      .filter(name => !members.names.includes(name))
      .map(name => wrongSchema(`The field '${name}' is not supported by Step Functions`, at)),
    ...members.required
      .filter(name => !(name in Arguments))
      .map(name => wrongSchema(`The field '${name}' is required but was missing`, at)),
  ];
}
