import { z } from 'zod';
import { resolve } from './resolve';
import type { Synthesized } from './synthesize';

const oneOrMore = z.union([z.string().transform(one => [one]), z.array(z.string())]);

const Policies = z.array(
  z.object({
    PolicyDocument: z.object({
      Statement: z.array(
        z.object({
          Sid: z.string(),
          Effect: z.literal('Allow'),
          Action: oneOrMore,
          Resource: oneOrMore,
          Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
        }),
      ),
    }),
  }),
);

export type Statement = z.output<typeof Policies>[number]['PolicyDocument']['Statement'][number];

/** Everything that a role may do, with the names of local AWS. Fails where a role has more than its one inline policy. */
export function statementsOf(stack: Synthesized, role: string): readonly Statement[] {
  const { Policies: inline, ManagedPolicyArns } = stack.properties('AWS::IAM::Role', role);
  const [id] = [...stack.all('AWS::IAM::Role').keys()].filter(key => key.startsWith(role));
  const attached = [...stack.all('AWS::IAM::Policy').values(), ...stack.all('AWS::IAM::ManagedPolicy').values()];
  if (ManagedPolicyArns !== undefined || JSON.stringify(attached).includes(`"${id}"`))
    throw new Error(`expected ${role} to have one policy`);
  return Policies.parse(resolve(stack, inline)).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

/** `action resource`, one for each pair that the statements allow, in order. */
export function pairs(statements: readonly Statement[]): readonly string[] {
  return sorted(statements.flatMap(({ Action, Resource }) => Action.flatMap(action => Resource.map(resource => `${action} ${resource}`))));
}

/** In order, each once. */
export function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
