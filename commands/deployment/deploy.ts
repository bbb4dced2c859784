import { inRegion, warnings } from '../../infra/stages/in-region';
import type { Stage } from '../../infra/stages/stage';
import type { Identity } from './identity';

export interface DeployOptions {
  readonly stage: Stage;
  readonly identity: Identity;
  /** Whether a person is asked before anything changes. */
  readonly isAsked: boolean;
  /** Options of CDK's own. */
  readonly options: readonly string[];
  readonly cdk: (verb: string, options: readonly string[]) => Promise<number>;
  readonly ask: (question: string) => Promise<string>;
  readonly print: (line: string) => void;
}

/**
 * Names the account, the region and what changes, asks, and deploys. Gives the exit status. Throws where the stage pins another account or
 * region than the credentials have, and where nothing was deployed because the answer was not the stage's name.
 */
export async function deploy({ stage, identity, isAsked, options, cdk, ask, print }: DeployOptions): Promise<number> {
  const { name, account, region } = stage;
  if (account !== undefined && (account !== identity.account || region !== identity.region)) {
    const got = `got ${identity.account} in ${identity.region}`;
    throw new Error(`expected account ${account} in ${region}, which infra/stages/${name}.ts pins, ${got}`);
  }
  print(`stage    ${name}`);
  print(`account  ${identity.account}`);
  print(`region   ${identity.region}`);
  print(`as       ${identity.arn}`);
  for (const { text } of warnings(stage, inRegion(stage, identity.region), identity.region)) print(`WARNING  ${text}`);

  const different = await cdk('diff', options);
  if (different !== 0 && !isAsked) return different;
  if (isAsked) {
    if (different !== 0) print('What changes could not be found out: CDK says why, above.');
    const answer = await ask(`This deploys stage ${name} to account ${identity.account} in ${identity.region}. Type its name to go on: `);
    if (answer !== name) throw new Error('nothing was deployed');
  }
  // The prompt above covers all changes; CDK's covers only permissions.
  return cdk('deploy', ['--require-approval', 'never', ...options]);
}
