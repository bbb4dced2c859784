/** AWS's own pages about what the dashboard shows. */
export interface AwsConsole {
  execution(name: string): string;
  /** A query by Athena's id. */
  query(id: string): string;
  object(key: string): string;
}

const DOMAINS: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Addresses in the region and the partition of the state machine. */
export function createConsole(stateMachineArn: string, bucket: string): AwsConsole {
  const [, partition = 'aws', , region = ''] = stateMachineArn.split(':');
  const root = `https://${region}.${DOMAINS[partition] ?? 'console.aws.amazon.com'}`;
  const executionArn = stateMachineArn.replace(':stateMachine:', ':execution:');
  return {
    execution: name => `${root}/states/home?region=${region}#/v2/executions/details/${executionArn}:${encodeURIComponent(name)}`,
    query: id => `${root}/athena/home?region=${region}#/query-editor/history/${encodeURIComponent(id)}`,
    object: key => `${root}/s3/object/${bucket}?region=${region}&prefix=${encodeURIComponent(key.toWellFormed())}`,
  };
}
