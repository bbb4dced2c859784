import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolve } from './support/resolve';
import { synthesize } from './support/synthesize';

const stack = synthesize('demo');
const told = synthesize('fourth');
const alarms = [...stack.all('AWS::CloudWatch::Alarm').values()].map(({ Properties }) => Properties);
const alarm = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `orders-pipeline-demo-${name}`);

describe('the alarms', () => {
  it('cover every way in which nobody gets an answer', () => {
    expect(alarms.map(({ AlarmName }) => String(AlarmName).replace('orders-pipeline-demo-', '')).sort()).toEqual(
      [
        'dashboard-unhealthy',
        'dead-letters',
        'dead-letters-lost',
        'execution-aborted',
        'execution-failed',
        'execution-throttled',
        'execution-timed-out',
        'filter-errors',
        'filter-throttled',
        'no-success',
      ].sort(),
    );
  });

  it.each(alarms.map(each => [String(each.AlarmName), each]))(
    '%s tells the one topic, and names its entry in the runbook',
    (_name, each) => {
      const [topicId] = [...stack.all('AWS::SNS::Topic').keys()];
      expect(each.AlarmActions).toEqual([{ Ref: topicId }]);
      const [, anchor] = /docs\/runbook\.md#([a-z-]+)$/.exec(String(each.AlarmDescription)) ?? [];
      expect(readFileSync(join(__dirname, '../../docs/runbook.md'), 'utf8')).toContain(`\n## ${anchor}\n`);
    },
  );

  it('see a host that is gone, from which nothing comes', () => {
    expect(alarm('dashboard-unhealthy')).toMatchObject({ TreatMissingData: 'breaching', EvaluationPeriods: 10, Period: 60 });
  });

  it('see hours without a success, where a stage says how many', () => {
    expect(alarm('no-success')).toMatchObject({ TreatMissingData: 'breaching', EvaluationPeriods: 24, Period: 3600, Threshold: 1 });
    expect(JSON.stringify([...told.all('AWS::CloudWatch::Alarm').values()])).not.toContain('no-success');
  });
});

describe('the topic', () => {
  it('is encrypted by a key that CloudWatch and Budgets may use, for this topic', () => {
    expect(stack.properties('AWS::SNS::Topic').KmsMasterKeyId).toBeDefined();
    expect(resolve(stack, stack.properties('AWS::KMS::Key').KeyPolicy)).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Principal: { Service: ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'] },
          Condition: {
            StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': 'arn:aws:sns:us-east-1:000000000000:orders-pipeline-demo-alarms' },
          },
        }),
      ]),
    });
  });

  it('takes alarms and budgets of this account, by TLS, and nothing else', () => {
    const { PolicyDocument } = stack.properties('AWS::SNS::TopicPolicy');
    expect(resolve(stack, PolicyDocument)).toMatchObject({
      Statement: [
        { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        { Effect: 'Allow', Action: 'sns:Publish', Condition: { StringEquals: { 'aws:SourceAccount': '000000000000' } } },
      ],
    });
  });

  it('sends mail to whom a stage names', () => {
    expect(told.properties('AWS::SNS::Subscription')).toMatchObject({ Protocol: 'email', Endpoint: 'on-call@example.com' });
  });
});

it('tells when a month becomes dearer than the stage says', () => {
  expect(stack.properties('AWS::Budgets::Budget')).toMatchObject({
    Budget: {
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: 50, Unit: 'USD' },
      CostFilters: { TagKeyValue: ['user:Pipeline$orders-pipeline-demo'] },
    },
  });
});

it('makes the budget when Budgets may publish to the topic', () => {
  const [budget] = stack.all('AWS::Budgets::Budget').values();
  expect(budget?.DependsOn).toEqual(expect.arrayContaining([...stack.all('AWS::SNS::TopicPolicy').keys()]));
});

it('shows the curves on one dashboard', () => {
  expect(stack.properties('AWS::CloudWatch::Dashboard').DashboardName).toBe('orders-pipeline-demo');
});
