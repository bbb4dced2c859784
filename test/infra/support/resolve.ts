import { ACCOUNT, functionArn, REGION, stateMachineArn } from 'local-aws/identity';
import { z } from 'zod';
import { LOCAL_BUCKET } from '../../../local/bucket';
import type { Synthesized } from './synthesize';

/**
 * What a value of a template would be if the stack were deployed to local AWS: the same account, region, bucket and names.
 * References to what local AWS lacks come out as `<LogicalId.Attribute>`.
 */
export function resolve(stack: Synthesized, node: unknown): unknown {
  const values = localValues(stack);
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0) {
      if (name === 'Ref') return values.get(String(argument)) ?? `<${argument}>`;
      if (name === 'Fn::GetAtt' && Array.isArray(argument)) return values.get(argument.join('.')) ?? `<${argument.join('.')}>`;
      if (name === 'Fn::Join' && Array.isArray(argument)) return join(argument, walk);
      if (name === 'Fn::Sub') return String(argument).replace(/\$\{([^}]+)\}/g, (_, inner) => values.get(inner) ?? `<${inner}>`);
      if (name === 'Fn::Base64') return walk(argument);
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(node);
}

function join([separator, parts]: readonly unknown[], walk: (value: unknown) => unknown): string {
  if (!Array.isArray(parts)) throw new Error('expected Fn::Join to have a list');
  return parts.map(part => String(walk(part))).join(String(separator));
}

function localValues(stack: Synthesized): ReadonlyMap<string, string> {
  const values = new Map([
    ['AWS::Partition', 'aws'],
    ['AWS::Region', REGION],
    ['AWS::AccountId', ACCOUNT],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ]);
  const name = (id: string, property: string) => String(stack.json.Resources[id]?.Properties[property]);
  for (const id of stack.all('AWS::S3::Bucket').keys()) {
    if (!id.startsWith('LakeBucket')) continue;
    values.set(id, LOCAL_BUCKET).set(`${id}.Arn`, `arn:aws:s3:::${LOCAL_BUCKET}`);
  }
  for (const id of stack.all('AWS::Lambda::Function').keys()) values.set(`${id}.Arn`, functionArn(name(id, 'FunctionName')));
  // A version's ARN ends in its number. Local AWS has the function alone.
  for (const [id, { Properties }] of stack.all('AWS::Lambda::Version')) {
    const { Ref } = z.object({ Ref: z.string() }).parse(Properties.FunctionName);
    values.set(id, functionArn(name(Ref, 'FunctionName')));
  }
  for (const id of stack.all('AWS::StepFunctions::StateMachine').keys()) values.set(id, stateMachineArn(name(id, 'StateMachineName')));
  for (const id of stack.all('AWS::Logs::LogGroup').keys()) {
    values.set(id, name(id, 'LogGroupName'));
    values.set(`${id}.Arn`, `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name(id, 'LogGroupName')}:*`);
  }
  for (const id of stack.all('AWS::SQS::Queue').keys()) {
    values.set(`${id}.Arn`, `arn:aws:sqs:${REGION}:${ACCOUNT}:${name(id, 'QueueName')}`);
  }
  return values;
}
