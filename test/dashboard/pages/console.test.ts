import { createConsole } from '../../../dashboard/pages/console';

it.each([
  ['aws', 'eu-central-1', 'https://eu-central-1.console.aws.amazon.com'],
  ['aws-cn', 'cn-north-1', 'https://cn-north-1.console.amazonaws.cn'],
  ['aws-us-gov', 'us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com'],
])('names the console of partition %s', (partition, region, root) => {
  const console = createConsole(`arn:${partition}:states:${region}:123456789012:stateMachine:orders-pipeline`, 'bucket');
  expect(console.execution('a b')).toBe(
    `${root}/states/home?region=${region}#/v2/executions/details/arn:${partition}:states:${region}:123456789012:execution:orders-pipeline:a%20b`,
  );
  expect(console.query('1-2')).toBe(`${root}/athena/home?region=${region}#/query-editor/history/1-2`);
  expect(console.object('raw/a & b.csv')).toBe(`${root}/s3/object/bucket?region=${region}&prefix=raw%2Fa%20%26%20b.csv`);
});
