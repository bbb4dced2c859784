import { z } from 'zod';
import type { Clock } from '../../clock/clock';
import type { Operation } from '../../endpoint/json-protocol';
import { ServiceError } from '../../endpoint/service-error';
import { stateMachineArn } from '../../identity';
import { machineNameOf, qualifiedArn, qualifierOf } from '../arns';
import type { MachineStore, StoredAlias, StoredMachine, StoredVersion } from '../store/machine-store';
import { findMachine } from './find-machine';
import { pageOf } from './page';
import { arnSchema, maxResultsSchema, parseRequest } from './request';

export interface VersionDependencies {
  readonly machines: MachineStore;
  readonly clock: Clock;
}

const descriptionSchema = z.string().max(256).optional();
const pageSchema = { maxResults: maxResultsSchema, nextToken: z.string().min(1).max(1_024).optional() };
const publishSchema = z.object({ stateMachineArn: arnSchema, revisionId: z.string().optional(), description: descriptionSchema });
const versionSchema = z.object({ stateMachineVersionArn: z.string().min(1).max(2_000) });
const listVersionsSchema = z.object({ stateMachineArn: arnSchema, ...pageSchema });

const routesSchema = z
  .array(z.object({ stateMachineVersionArn: z.string().min(1).max(2_000), weight: z.number().int().min(0).max(100) }))
  .min(1)
  .max(2);
const createAliasSchema = z.object({
  name: z
    .string()
    .min(1)
    .max(80)
    .regex(/^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]+$/, 'a name of letters, digits, _, - and . that is not a number'),
  description: descriptionSchema,
  routingConfiguration: routesSchema,
});
const aliasSchema = z.object({ stateMachineAliasArn: arnSchema });
const updateAliasSchema = aliasSchema.extend({ description: descriptionSchema, routingConfiguration: routesSchema.optional() });
const listAliasesSchema = z.object({ stateMachineArn: arnSchema, ...pageSchema });

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-cd-aliasing-versioning.html */
const MOST_VERSIONS = 1_000;
const MOST_ALIASES = 100;

export function versionOperations({ machines, clock }: VersionDependencies): Record<string, Operation> {
  return {
    async PublishStateMachineVersion(request) {
      const { stateMachineArn: arn, revisionId, description } = parseRequest(publishSchema, request);
      const machine = findMachine(machines, arn);
      if (revisionId !== undefined && revisionId !== revisionOf(machine))
        throw conflict(`The revision of the state machine is ${revisionOf(machine)}, got ${revisionId}`);
      return published(machine.name, await publish(machines, machine, description, clock.now()));
    },

    async DeleteStateMachineVersion(request) {
      const { stateMachineVersionArn: arn } = parseRequest(versionSchema, request);
      const machine = machines.get(machineNameOf(arn));
      const number = Number(qualifierOf(arn));
      const alias = machine?.aliases.find(({ routes }) => routes.some(({ version }) => version === number));
      if (machine && alias) throw conflict(`Version ${number} is used by the alias ${qualifiedArn(machine.name, alias.name)}`);
      if (machine) await machines.put({ ...machine, versions: machine.versions.filter(version => version.number !== number) });
      return {};
    },

    ListStateMachineVersions(request) {
      const { stateMachineArn: arn, ...page } = parseRequest(listVersionsSchema, request);
      const { name, versions } = findMachine(machines, arn);
      const { page: found, nextToken } = pageOf(versions.toReversed(), page, ({ number }) => String(number));
      return { stateMachineVersions: found.map(version => published(name, version)), nextToken };
    },

    async CreateStateMachineAlias(request) {
      const { name, description, routingConfiguration } = parseRequest(createAliasSchema, request);
      const { machine, routes } = routesOf(machines, routingConfiguration);
      const existing = machine.aliases.find(alias => alias.name === name);
      if (existing) {
        const isSame = existing.description === description && JSON.stringify(existing.routes) === JSON.stringify(routes);
        if (!isSame) throw conflict(`The alias ${qualifiedArn(machine.name, name)} exists with another configuration`);
        return { stateMachineAliasArn: qualifiedArn(machine.name, name), creationDate: existing.createdAt / 1000 };
      }
      if (machine.aliases.length >= MOST_ALIASES) throw tooMany(`A state machine has at most ${MOST_ALIASES} aliases`);
      const now = clock.now();
      await machines.put({ ...machine, aliases: [...machine.aliases, { name, description, routes, createdAt: now, updatedAt: now }] });
      return { stateMachineAliasArn: qualifiedArn(machine.name, name), creationDate: now / 1000 };
    },

    async UpdateStateMachineAlias(request) {
      const { stateMachineAliasArn: arn, description, routingConfiguration } = parseRequest(updateAliasSchema, request);
      const { machine, alias } = findAlias(machines, arn);
      if (description === undefined && routingConfiguration === undefined)
        throw new ServiceError('ValidationException', 'Either the description or the routing configuration must be specified');
      const target = routingConfiguration && routesOf(machines, routingConfiguration);
      if (target && target.machine.name !== machine.name)
        throw new ServiceError('ValidationException', 'The versions are of another state machine');
      const updatedAt = clock.now();
      const changed = { ...alias, ...(description !== undefined && { description }), ...(target && { routes: target.routes }), updatedAt };
      await machines.put({ ...machine, aliases: machine.aliases.map(other => (other.name === alias.name ? changed : other)) });
      return { updateDate: updatedAt / 1000 };
    },

    DescribeStateMachineAlias(request) {
      const { machine, alias } = findAlias(machines, parseRequest(aliasSchema, request).stateMachineAliasArn);
      const { name, description, routes, createdAt, updatedAt } = alias;
      return {
        stateMachineAliasArn: qualifiedArn(machine.name, name),
        name,
        description,
        routingConfiguration: routes.map(({ version, weight }) => ({
          stateMachineVersionArn: qualifiedArn(machine.name, version),
          weight,
        })),
        creationDate: createdAt / 1000,
        updateDate: updatedAt / 1000,
      };
    },

    async DeleteStateMachineAlias(request) {
      const { machine, alias } = findAlias(machines, parseRequest(aliasSchema, request).stateMachineAliasArn);
      await machines.put({ ...machine, aliases: machine.aliases.filter(({ name }) => name !== alias.name) });
      return {};
    },

    /** Of a version: the aliases that name it. */
    ListStateMachineAliases(request) {
      const { stateMachineArn: arn, ...page } = parseRequest(listAliasesSchema, request);
      const qualifier = qualifierOf(arn);
      const { name, aliases } = findMachine(machines, stateMachineArn(machineNameOf(arn)));
      const wanted = aliases.filter(({ routes }) => qualifier === undefined || routes.some(({ version }) => String(version) === qualifier));
      const { page: found, nextToken } = pageOf(wanted, page, alias => alias.name);
      const stateMachineAliases = found.map(alias => ({
        stateMachineAliasArn: qualifiedArn(name, alias.name),
        creationDate: alias.createdAt / 1000,
      }));
      return { stateMachineAliases, nextToken };
    },
  };
}

/** Publishes what the machine is now. One that has not changed since its last version has that version. */
export async function publish(
  machines: MachineStore,
  machine: StoredMachine,
  description: string | undefined,
  createdAt: number,
): Promise<StoredVersion> {
  const { definition, roleArn, revisionId, versions } = machine;
  const last = versions.at(-1);
  if (last && last.definition === definition && last.roleArn === roleArn && last.revisionId === revisionId) return last;
  if (versions.length >= MOST_VERSIONS) throw tooMany(`A state machine has at most ${MOST_VERSIONS} versions`);
  const version = { number: machine.lastVersion + 1, definition, roleArn, description, revisionId, createdAt };
  await machines.put({ ...machine, versions: [...versions, version], lastVersion: version.number });
  return version;
}

function published(machine: string, { number, createdAt }: StoredVersion) {
  return { stateMachineVersionArn: qualifiedArn(machine, number), creationDate: createdAt / 1000 };
}

/** A machine that has never been changed has a revision all the same. */
export function revisionOf({ revisionId }: StoredMachine): string {
  return revisionId ?? 'INITIAL';
}

/** Throws `ResourceNotFound`. */
function findAlias(machines: MachineStore, arn: string): { readonly machine: StoredMachine; readonly alias: StoredAlias } {
  const machine = machines.get(machineNameOf(arn));
  const alias = machine?.aliases.find(({ name }) => qualifiedArn(machine.name, name) === arn);
  if (!machine || !alias) throw new ServiceError('ResourceNotFound', `Resource not found: '${arn}'`, 400, { resourceName: arn });
  return { machine, alias };
}

function routesOf(machines: MachineStore, given: z.infer<typeof routesSchema>) {
  const [first = ''] = given.map(({ stateMachineVersionArn: arn }) => machineNameOf(arn));
  const machine = machines.get(first);
  const routes = given.map(({ stateMachineVersionArn: arn, weight }) => {
    const version = machine?.versions.find(({ number }) => qualifiedArn(first, number) === arn);
    if (!version) throw new ServiceError('ResourceNotFound', `Resource not found: '${arn}'`, 400, { resourceName: arn });
    return { version: version.number, weight };
  });
  if (routes.reduce((sum, { weight }) => sum + weight, 0) !== 100)
    throw new ServiceError('ValidationException', 'The weights of the routing configuration must sum up to 100');
  if (!machine || new Set(routes.map(({ version }) => version)).size < routes.length)
    throw new ServiceError('ValidationException', 'The versions of a routing configuration must differ');
  return { machine, routes };
}

function conflict(message: string): ServiceError {
  return new ServiceError('ConflictException', message);
}

function tooMany(message: string): ServiceError {
  return new ServiceError('ServiceQuotaExceededException', message);
}
