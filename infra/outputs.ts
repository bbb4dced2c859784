import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Names } from '../pipeline/names';
import { PREFIXES } from '../pipeline/prefixes';
import { DASHBOARD_PORT } from './dashboard-host';
import type { FrontDoor } from './front-door';
import type { HostTunnel } from './host-tunnel';
import type { Operations } from './operations/operations';
import type { Stage } from './stages/stage';
import type { Workflow } from './workflow';

export interface OutputsProps {
  readonly stage: Stage;
  readonly names: Names;
  readonly bucket: Bucket;
  readonly workflow: Workflow;
  readonly tunnel: HostTunnel;
  readonly operations: Operations;
  readonly signInSecret?: Secret | undefined;
  readonly frontDoor?: FrontDoor | undefined;
}

/** What people need after a deployment, ready to be copied. */
export function describeOutputs(
  stack: Stack,
  { stage, bucket, workflow, tunnel, operations, signInSecret, frontDoor }: OutputsProps,
): void {
  const { region } = stack;
  const console = `https://${region}.console.aws.amazon.com`;
  const output = (name: string, description: string, value: string) => new CfnOutput(stack, name, { description, value });

  output('Bucket', 'Where uploads go and results lie', bucket.bucketName);
  output(
    'UploadCommand',
    'Uploads a file and follows its execution',
    `npm run upload -- FILE.csv --bucket ${bucket.bucketName} --stage ${stage.name}`,
  );
  output('CopyCommand', 'The same with nothing but the AWS CLI', `aws s3 cp FILE.csv s3://${bucket.bucketName}/${PREFIXES.raw}`);
  output(
    'StateMachineConsole',
    'The executions',
    `${console}/states/home?region=${region}#/statemachines/view/${workflow.stateMachine.stateMachineArn}`,
  );
  output(
    'OperationsConsole',
    'Alarms and curves',
    `${console}/cloudwatch/home?region=${region}#dashboards/dashboard/${operations.overviewName}`,
  );
  output('DashboardTunnel', `Then open http://127.0.0.1:${DASHBOARD_PORT}`, tunnel.command);
  output('ViewersPolicy', 'For people who view the dashboard: opens the tunnel, and nothing else', tunnel.viewers.managedPolicyArn);
  if (frontDoor && signInSecret) {
    output('DashboardUrl', 'The dashboard, for everyone who knows the password', frontDoor.url);
    output(
      'PasswordCommand',
      'Shows the password',
      `aws secretsmanager get-secret-value --region ${region} --secret-id ${signInSecret.secretArn} --query SecretString --output text`,
    );
  }
}
