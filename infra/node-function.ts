import { join } from 'node:path';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type Grant, serviceRole } from './service-role';
import type { Stage } from './stages/stage';

export interface NodeFunctionProps {
  readonly stage: Stage;
  readonly functionName: string;
  readonly description: string;
  /** The file below `steps/` that exports `handler`. */
  readonly entry: string;
  readonly memorySize: number;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Folders of the project whose `.json` files lie beside the bundle, in folders of the same name.
   * @default none
   */
  readonly folders?: readonly string[];
  /** What its role is for. */
  readonly roleDescription: string;
  /** All that it may do, beside its log and its traces. */
  readonly grants: readonly Grant[];
}

/** A Lambda function of `steps/`, bundled into one file, with its log group and its role. They become children of `scope`. */
export function nodeFunction(scope: Construct, props: NodeFunctionProps): NodejsFunction {
  const { stage, functionName, description, entry, memorySize, timeout, environment, roleDescription, grants, folders = [] } = props;
  const logGroup = new LogGroup(scope, 'Log', {
    logGroupName: `/aws/lambda/${functionName}`,
    retention: stage.logDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new NodejsFunction(scope, 'Function', {
    functionName,
    description,
    entry: join(__dirname, '..', 'steps', entry),
    projectRoot: join(__dirname, '..'),
    depsLockFilePath: join(__dirname, '..', 'package-lock.json'),
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize,
    timeout,
    environment: { ...environment },
    // The SDK's clients are bundled: the tested versions, and one file to load in place of the runtime's hundreds.
    bundling: {
      minify: true,
      target: 'node24',
      format: OutputFormat.CJS,
      bundleAwsSDK: true,
      mainFields: ['module', 'main'],
      esbuildArgs: { '--alias:@aws-sdk/credential-provider-node': join(__dirname, 'lambda-credentials.ts') },
      logLevel: LogLevel.WARNING,
      commandHooks: {
        beforeBundling: () => [],
        beforeInstall: () => [],
        afterBundling: (input, output) =>
          folders.map(folder => `mkdir -p "${output}/${folder}" && cp "${input}/${folder}/"*.json "${output}/${folder}/"`),
      },
    },
    // Else CDK adds a variable that only older versions of the SDK read.
    awsSdkConnectionReuse: false,
    // An older version of the state machine names its own version of the function: it stays, so that going back takes both.
    currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    logGroup,
    tracing: Tracing.ACTIVE,
    role: serviceRole(scope, 'Role', {
      description: roleDescription,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      grants: [...grants, ...telemetryGrants(logGroup)],
    }),
  });
}

function telemetryGrants(logGroup: LogGroup): Grant[] {
  return [
    {
      sid: 'WriteLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    },
    {
      sid: 'SendTraces',
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'],
      because: 'X-Ray has no resources that a policy could name for these two actions',
    },
  ];
}
