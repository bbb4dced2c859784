import { isObject } from '../../json-object';
import { membersOf } from './members';
import { sdkError } from './sdk-errors';
import { commandName, SDK, type SdkService } from './supports';
import type { TaskContext } from './task-runner';

/** What `Sfn.`, `S3.` and their like are in the names of errors. */
const NAMES: Readonly<Record<SdkService, string>> = { athena: 'Athena', glue: 'Glue', lambda: 'Lambda', s3: 'S3', sfn: 'Sfn' };

interface Client {
  send: unknown;
}

/**
 * `aws-sdk:<service>:<action>`: any operation of the service's client. The command is found by its name, so no type can say what
 * goes in and what comes out.
 */
export async function callSdk(
  client: Client,
  service: SdkService,
  action: string,
  args: unknown,
  { signal }: TaskContext,
): Promise<unknown> {
  const model = SDK[service];
  const Command: unknown = Reflect.get(model, `${commandName(action)}Command`);
  if (typeof Command !== 'function' || typeof client.send !== 'function') throw new Error(`There is no ${service}:${action}`);
  try {
    const command: unknown = Reflect.construct(Command, [requestOf(service, action, args)]);
    const output: unknown = await Reflect.apply(client.send, client, [command, { abortSignal: signal }]);
    return await resultOf(service, output);
  } catch (error) {
    throw sdkError(NAMES[service], model, action, error);
  }
}

/** Members whose value is bytes: Step Functions fills them with JSON, so that a text goes out in quotes. */
const BYTES = new Set(['Body', 'Payload']);

/** What the SDK for Java says of a body that it was given as text. */
const TEXT = 'text/plain; charset=UTF-8';

/** Where the service expects text, any other value is passed as its JSON. */
function requestOf(service: SdkService, action: string, args: unknown): unknown {
  if (!isObject(args)) return {};
  const { texts = [] } = membersOf({ kind: 'integration', type: `aws-sdk:${service}`, action }) ?? {};
  const asJson = (name: string, value: unknown) => BYTES.has(name) || (texts.includes(name) && typeof value !== 'string' && value !== null);
  const members = Object.entries(args).map(([name, value]) => [name, asJson(name, value) ? JSON.stringify(value) : value]);
  const request: Record<string, unknown> = Object.fromEntries(members);
  if (service === 's3' && 'Body' in request) request.ContentType ??= TEXT;
  // Step Functions' own API spells its members in lower camel case; in a definition every service is in Pascal case.
  return service === 'sfn' ? recased(request, name => name.charAt(0).toLowerCase() + name.slice(1)) : request;
}

async function resultOf(service: SdkService, output: unknown): Promise<unknown> {
  if (!isObject(output)) return {};
  const { $metadata: _, ...members } = output;
  const result = await plain(members);
  return service === 'sfn' ? recased(result, commandName) : result;
}

/** JSON: dates in ISO 8601, bytes and streams as text, what is undefined left out. */
async function plain(value: unknown): Promise<unknown> {
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (!isObject(value)) return value;
  if (typeof value.transformToString === 'function') return Reflect.apply(value.transformToString, value, []);
  const members = await Promise.all(Object.entries(value).map(async ([name, member]) => [name, await plain(member)]));
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

function recased(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map(item => recased(item, rename));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [rename(name), recased(member, rename)]));
}
