import { serviceOf } from '../../endpoint/service-name';

const scope = (service: string) => `AWS4-HMAC-SHA256 Credential=key/20261130/us-east-1/${service}/aws4_request, SignedHeaders=host`;

describe('the service of a request', () => {
  it.each<[string, { url?: string; target?: string; authorization?: string }, string]>([
    ['the scope of the signature', { authorization: scope('sqs') }, 'sqs'],
    ['the scope of a presigned address', { url: '/b/k?X-Amz-Credential=key%2F20261130%2Fus-east-1%2Fs3%2Faws4_request' }, 's3'],
    ['the scope of a signature for several regions', { authorization: scope('s3').replace('us-east-1', '*') }, 's3'],
    ['a target that is known', { target: 'AWSStepFunctions.ListStateMachines' }, 'states'],
    ['the scope, where the target is not known', { target: 'DynamoDB_20120810.ListTables', authorization: scope('dynamodb') }, 'dynamodb'],
    ['the target, where nothing is signed', { target: 'DynamoDB_20120810.ListTables' }, 'DynamoDB_20120810.ListTables'],
    ['the path of a function', { url: '/2015-03-31/functions/f/invocations' }, 'lambda'],
    ['S3 for an old signature', { url: '/b/k', authorization: 'AWS key:c2ln' }, 's3'],
    ['S3 for no signature at all', { url: '/b/k' }, 's3'],
  ])('is %s', (_what, { url = '/', target, authorization }, expected) => {
    const headers = { ...(target && { 'x-amz-target': target }), ...(authorization && { authorization }) };
    expect(serviceOf({ headers, url })).toBe(expected);
  });
});
