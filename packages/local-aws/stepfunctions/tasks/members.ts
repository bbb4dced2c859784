import { z } from 'zod';
import type { Resource } from './resource';
import { commandName, SDK, sdkService, supports } from './supports';

/** The members of an operation's request, in Pascal case as definitions have them; those that must be there; those that are texts. */
export interface Members {
  readonly names: readonly string[];
  readonly required: readonly string[];
  readonly texts: readonly string[];
}

const structureSchema = z.tuple(
  [z.literal(3), z.string(), z.string(), z.unknown(), z.array(z.string()), z.array(z.unknown())],
  z.unknown(),
);
const operationSchema = z.tuple([z.literal(9), z.string(), z.string(), z.unknown(), z.unknown(), z.unknown()]);
const commandSchema = z.object({ schema: operationSchema });

/** Nothing for what is no operation of an SDK: a function, and `lambda:invoke`, take what they are given. */
export function membersOf(resource: Resource): Members | undefined {
  if (resource.kind === 'function' || !supports(resource)) return undefined;
  const { type, action } = resource;
  const service = sdkService(type) ?? (type === 'athena' ? 'athena' : undefined);
  const Command: unknown = service && Reflect.get(SDK[service], `${commandName(action.replace('.sync', ''))}Command`);
  if (typeof Command !== 'function') return undefined;
  // The SDK's own model of the operation: number 4 gives the request, whose number 4 are its members, the required ones first.
  const input = commandSchema.parse(Reflect.construct(Command, [{}])).schema[4];
  const structure = structureSchema.safeParse(typeof input === 'function' ? Reflect.apply(input, undefined, []) : input);
  if (!structure.success) return { names: [], required: [], texts: [] };
  const [, , , , members, types, required] = structure.data;
  const names = members.map(commandName);
  return {
    names,
    required: names.slice(0, z.number().default(0).parse(required)),
    texts: names.filter((_, index) => isText(types[index])),
  };
}

/** 0 is a string: by itself, beside the traits of the member, or in a shape with a separate name. */
function isText(type: unknown): boolean {
  if (typeof type === 'function') return isText(Reflect.apply(type, undefined, []));
  if (!Array.isArray(type)) return type === 0;
  return type.length === 2 ? isText(type[0]) : type[0] === 0 && isText(type[4]);
}
