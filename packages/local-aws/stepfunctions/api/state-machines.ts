import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../clock/clock';
import type { Operation } from '../../endpoint/json-protocol';
import { ServiceError } from '../../endpoint/service-error';
import { stateMachineArn } from '../../identity';
import { machineNameOf, qualifiedArn } from '../arns';
import type { Diagnostic } from '../definition/diagnostic';
import { validateDefinition } from '../definition/validate';
import { variableReferences } from '../definition/variable-references';
import type { Executions } from '../executions';
import type { MachineStore, StoredMachine, StoredVersion } from '../store/machine-store';
import { chooseMachine, findMachine } from './find-machine';
import { pageOf } from './page';
import { arnSchema, checkName, includedDataSchema, maxResultsSchema, nameSchema, parseRequest } from './request';
import { tagsSchema } from './tags';
import { publish } from './versions';

export interface MachineDependencies {
  readonly machines: MachineStore;
  readonly executions: Executions;
  readonly clock: Clock;
}

const MOST_DEFINITION_CHARACTERS = 1_048_576;

const definitionSchema = z.string().min(1).max(MOST_DEFINITION_CHARACTERS);
/** A customer key is refused: there is no KMS here. */
const encryptionConfiguration = z.object({ type: z.enum(['AWS_OWNED_KEY']) }).optional();
const versionFields = { publish: z.boolean().optional(), versionDescription: z.string().max(256).optional() };
const typeSchema = z.enum(['STANDARD', 'EXPRESS']).default('STANDARD');

const createSchema = z.object({
  name: nameSchema,
  definition: definitionSchema,
  roleArn: arnSchema,
  type: typeSchema,
  ...versionFields,
  tags: tagsSchema.default([]),
  encryptionConfiguration,
});
const updateSchema = z.object({
  stateMachineArn: arnSchema,
  definition: definitionSchema.optional(),
  roleArn: arnSchema.optional(),
  ...versionFields,
  // Taken, and answered as if they were off: there is no CloudWatch here.
  loggingConfiguration: z.unknown().optional(),
  tracingConfiguration: z.unknown().optional(),
  encryptionConfiguration,
});
const arnRequest = z.object({ stateMachineArn: arnSchema, includedData: includedDataSchema });
const listSchema = z.object({ maxResults: maxResultsSchema, nextToken: z.string().min(1).max(1_024).optional() });

/** What AWS says of a machine whose logs and traces go nowhere, and whose data has no customer managed key. */
const SILENT = {
  loggingConfiguration: { level: 'OFF', includeExecutionData: false },
  tracingConfiguration: { enabled: false },
  encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
} as const;

export function stateMachineOperations({ machines, executions, clock }: MachineDependencies): Record<string, Operation> {
  return {
    async CreateStateMachine(request) {
      const { name, definition, roleArn, type, tags, ...version } = parseRequest(createSchema, request);
      checkName(name);
      checkRole(roleArn);
      checkVersion(version);
      if (type === 'EXPRESS')
        throw new ServiceError('StateMachineTypeNotSupported', 'Express state machines are not supported by local AWS');
      const existing = machines.get(name);
      // Role and tags may differ: AWS does not compare them, and keeps those of the first request.
      if (existing && existing.definition === definition) return created(existing, version.publish ? existing.versions.at(-1) : undefined);
      if (existing) throw new ServiceError('StateMachineAlreadyExists', `State Machine Already Exists: '${stateMachineArn(name)}'`);
      checkDefinition(definition);
      const now = clock.now();
      const machine = { name, definition, roleArn, createdAt: now, updatedAt: now, tags, versions: [], lastVersion: 0, aliases: [] };
      await machines.put(machine);
      return created(machine, version.publish ? await publish(machines, machine, version.versionDescription, now) : undefined);
    },

    async UpdateStateMachine(request) {
      const changes = parseRequest(updateSchema, request);
      checkVersion(changes);
      const machine = findMachine(machines, changes.stateMachineArn);
      const { definition = machine.definition, roleArn = machine.roleArn } = changes;
      const given = [changes.definition, changes.roleArn, changes.loggingConfiguration, changes.tracingConfiguration];
      if (given.every(change => change === undefined)) {
        const what = 'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified';
        throw new ServiceError('MissingRequiredParameter', what);
      }
      checkRole(roleArn);
      if (changes.definition !== undefined) checkDefinition(definition);
      const updatedAt = clock.now();
      const same = definition === machine.definition && roleArn === machine.roleArn && machine.revisionId !== undefined;
      const revisionId = same ? machine.revisionId : randomUUID();
      const changed = { ...machine, definition, roleArn, updatedAt, revisionId };
      await machines.put(changed);
      const version = changes.publish && (await publish(machines, changed, changes.versionDescription, updatedAt));
      return {
        updateDate: updatedAt / 1000,
        revisionId,
        ...(version && { stateMachineVersionArn: qualifiedArn(machine.name, version.number) }),
      };
    },

    async DeleteStateMachine(request) {
      const { stateMachineArn: arn } = parseRequest(arnRequest, request);
      const name = machineNameOf(arn);
      await machines.remove(name);
      // AWS ends them at their next transition.
      await executions.stopAll(name);
      return {};
    },

    DescribeStateMachine(request) {
      const { stateMachineArn: arn } = parseRequest(arnRequest, request);
      const { machine, version } = chooseMachine(machines, arn);
      const { name, definition, roleArn, createdAt, revisionId } = machine;
      return {
        stateMachineArn: arn,
        name,
        description: version?.description,
        status: 'ACTIVE',
        roleArn,
        type: 'STANDARD',
        creationDate: (version?.createdAt ?? createdAt) / 1000,
        ...aboutDefinition(definition),
        revisionId,
      };
    },

    ListStateMachines(request) {
      const { page, nextToken } = pageOf(machines.list(), parseRequest(listSchema, request), machine => machine.name);
      const stateMachines = page.map(({ name, createdAt }) => ({
        stateMachineArn: stateMachineArn(name),
        name,
        type: 'STANDARD',
        creationDate: createdAt / 1000,
      }));
      return { stateMachines, nextToken };
    },

    ValidateStateMachineDefinition(request) {
      const { definition, severity, maxResults } = parseRequest(validateSchema, request);
      const found = validateDefinition(definition).filter(diagnostic => severity === 'WARNING' || diagnostic.severity === 'ERROR');
      const most = maxResults || 100;
      return {
        result: found.some(diagnostic => diagnostic.severity === 'ERROR') ? 'FAIL' : 'OK',
        diagnostics: found.slice(0, most),
        truncated: found.length > most,
      };
    },
  };
}

const validateSchema = z.object({
  definition: z.string().max(MOST_DEFINITION_CHARACTERS),
  type: typeSchema,
  severity: z.enum(['ERROR', 'WARNING']).default('ERROR'),
  maxResults: z.number().int().min(0).max(100).default(0),
});

/** What DescribeStateMachineForExecution shares with DescribeStateMachine. */
export function aboutDefinition(definition: string) {
  const references = variableReferences(definition);
  return { definition, ...SILENT, ...(Object.keys(references).length > 0 && { variableReferences: references }) };
}

function created({ name, createdAt }: StoredMachine, version?: StoredVersion) {
  const stateMachineVersionArn = version && qualifiedArn(name, version.number);
  return { stateMachineArn: stateMachineArn(name), creationDate: createdAt / 1000, stateMachineVersionArn };
}

function checkRole(arn: string): void {
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/./.test(arn)) throw new ServiceError('InvalidArn', `Invalid Role Arn: '${arn}'`);
}

function checkVersion({ publish, versionDescription }: { publish?: boolean | undefined; versionDescription?: string | undefined }): void {
  if (versionDescription !== undefined && !publish)
    throw new ServiceError('ValidationException', 'Version description can only be set when publish is true');
}

function checkDefinition(definition: string): void {
  const errors = validateDefinition(definition).filter(({ severity }) => severity === 'ERROR');
  if (errors.length > 0)
    throw new ServiceError('InvalidDefinition', `Invalid State Machine Definition: '${errors.map(describe).join(', ')}'`);
}

function describe({ code, message, location }: Diagnostic): string {
  // AWS writes the word where it has no place to name.
  return `${code}: ${message} at ${location ?? null}`;
}
