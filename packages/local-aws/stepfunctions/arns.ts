import { ServiceError } from '../endpoint/service-error';
import { ACCOUNT, REGION, stateMachineArn } from '../identity';

export function executionArn(machine: string, name: string): string {
  return `arn:aws:states:${REGION}:${ACCOUNT}:execution:${machine}:${name}`;
}

/** The ARN of a version, by its number, or of an alias, by its name. */
export function qualifiedArn(machine: string, qualifier: string | number): string {
  return `${stateMachineArn(machine)}:${qualifier}`;
}

/** Throws `InvalidArn` for what is no ARN of a state machine. */
export function machineNameOf(arn: string): string {
  return resourceOf(arn, 'stateMachine', 7)[6] ?? '';
}

/** What stands behind the name of a state machine: the number of a version, or the name of an alias. */
export function qualifierOf(arn: string): string | undefined {
  return resourceOf(arn, 'stateMachine', 7)[7];
}

/** Throws `InvalidArn` for what is no ARN of an execution. */
export function executionNameOf(arn: string): { readonly machine: string; readonly name: string } {
  const parts = resourceOf(arn, 'execution', 8);
  return { machine: parts[6] ?? '', name: parts[7] ?? '' };
}

function resourceOf(arn: string, type: string, length: number): string[] {
  const parts = arn.split(':');
  if (parts[0] !== 'arn' || parts[2] !== 'states') throw new ServiceError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  if (parts[5] !== type) throw new ServiceError('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: ${parts[5] ?? ''}'`);
  if (parts.length < length) throw new ServiceError('InvalidArn', `Invalid Arn: 'Invalid ARN: ${arn}'`);
  return parts;
}
