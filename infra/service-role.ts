import { Stack, Validations } from 'aws-cdk-lib';
import {
  type Conditions,
  type IRole,
  type ManagedPolicy,
  PolicyDocument,
  PolicyStatement,
  Role,
  type RoleProps,
} from 'aws-cdk-lib/aws-iam';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference';
import type { Construct } from 'constructs';

/** One thing that a role may do. */
export interface Grant {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
  /** Why no narrower resource would do. Asked for where a resource holds a `*`, and then there is one resource. */
  readonly because?: string;
}

export interface ServiceRoleProps extends Omit<RoleProps, 'inlinePolicies' | 'managedPolicies'> {
  /** All that the role may do. */
  readonly grants: readonly Grant[];
}

/**
 * A role that may do what is listed here and nothing else. Its policy is part of the role itself, so that it has its rights at
 * once. The rights that CDK's constructs would add (whole buckets, `xray:*`) are left out.
 */
export function serviceRole(scope: Construct, id: string, { grants, ...props }: ServiceRoleProps): IRole {
  const role = new Role(scope, id, { ...props, inlinePolicies: { Allowed: new PolicyDocument({ statements: statementsFrom(grants) }) } });
  for (const grant of grants) acknowledgeWildcard(role, grant);
  return role.withoutPolicyUpdates();
}

export function statementsFrom(grants: readonly Grant[]): PolicyStatement[] {
  return grants.map(
    ({ sid, actions, resources, conditions = {} }) =>
      new PolicyStatement({ sid, actions: [...actions], resources: [...resources], conditions }),
  );
}

/** Gives cdk-nag the reason for a grant's wildcard. Throws where a wildcard has no reason, or a reason no wildcard. */
export function acknowledgeWildcard(holder: Role | ManagedPolicy, { sid, resources, because }: Grant): void {
  const flat = resources.map(resource => flattenCfnReference(Stack.of(holder).resolve(resource)));
  const [wildcard, ...others] = flat.filter(resource => resource.includes('*'));
  if ((wildcard === undefined) !== (because === undefined) || others.length > 0) {
    throw new Error(`${sid}: expected a reason for one resource with a wildcard, or neither, got "${because}" for ${flat.join(', ')}`);
  }
  if (because !== undefined) Validations.of(holder).acknowledge({ id: `AwsSolutions-IAM5[Resource::${wildcard}]`, reason: because });
}
