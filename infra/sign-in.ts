import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Names } from '../pipeline/names';

/** The password of the dashboard on the internet: made up by Secrets Manager, seen by nobody until somebody looks it up. */
export class SignIn extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { names }: { readonly names: Names }) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      // Without a name of its own: a deleted secret keeps its name for weeks, and a new deployment would trip over it.
      description: `Password of the dashboard of ${names.stateMachine}`,
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'password',
        passwordLength: 24,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'People type it: it changes when somebody who knew it leaves, by the command in docs/deploy.md, not on a schedule',
    });
  }
}
