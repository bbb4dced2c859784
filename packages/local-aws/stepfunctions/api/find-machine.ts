import { ServiceError } from '../../endpoint/service-error';
import { stateMachineArn } from '../../identity';
import { machineNameOf, qualifiedArn, qualifierOf } from '../arns';
import type { Qualified } from '../interpreter/branch';
import type { MachineStore, StoredAlias, StoredMachine, StoredVersion } from '../store/machine-store';

/** The machine of an ARN without a version or alias. Throws `StateMachineDoesNotExist`, or `InvalidArn`. */
export function findMachine(machines: MachineStore, arn: string): StoredMachine {
  const machine = machines.get(machineNameOf(arn));
  if (!machine || arn !== stateMachineArn(machine.name)) throw noMachine(arn);
  return machine;
}

export interface Chosen {
  /** With the definition and role of the version, if there is one. */
  readonly machine: StoredMachine;
  readonly version?: StoredVersion;
  readonly alias?: StoredAlias;
  readonly qualified: Qualified;
}

/** What an ARN means: the machine as it is, a version, or one of an alias's versions, drawn by their weights. */
export function chooseMachine(machines: MachineStore, arn: string, random = Math.random): Chosen {
  const machine = machines.get(machineNameOf(arn));
  if (!machine) throw noMachine(arn);
  const qualifier = qualifierOf(arn);
  if (qualifier === undefined && arn === stateMachineArn(machine.name)) return { machine, qualified: {} };
  const alias = machine.aliases.find(({ name }) => arn === qualifiedArn(machine.name, name));
  const number = alias ? draw(alias, random()) : Number(qualifier);
  const version = machine.versions.find(candidate => candidate.number === number);
  if (!version || arn !== qualifiedArn(machine.name, alias?.name ?? version.number)) throw noMachine(arn);
  const { definition, roleArn, revisionId, createdAt } = version;
  return {
    machine: { ...machine, definition, roleArn, revisionId, updatedAt: createdAt },
    version,
    ...(alias && { alias }),
    qualified: {
      stateMachineVersionArn: qualifiedArn(machine.name, version.number),
      ...(alias && { stateMachineAliasArn: qualifiedArn(machine.name, alias.name) }),
    },
  };
}

/** `share` is from 0 to 1. */
function draw({ routes }: StoredAlias, share: number): number | undefined {
  let left = share * 100;
  const drawn = routes.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return (drawn ?? routes.find(({ weight }) => weight > 0))?.version;
}

function noMachine(arn: string): ServiceError {
  return new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}
