import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { statementsOf } from './support/policy';
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
        'execution-broken',
        'execution-throttled',
        'execution-timed-out',
        'filter-throttled',
        'near-cutoff',
        'no-success',
        'quarantine-share',
        'report-failed',
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

  it('see hours without new answers, of which the daily refresh brings some', () => {
    expect(alarm('no-success')).toMatchObject({
      Namespace: 'OrdersPipeline',
      MetricName: 'ExecutionsAnswered',
      Dimensions: [{ Name: 'Pipeline', Value: 'orders-pipeline-demo' }],
      TreatMissingData: 'breaching',
      EvaluationPeriods: 26,
      Period: 3600,
      Threshold: 1,
    });
  });

  it('see a table that nears what a query may read, before every query is cancelled', () => {
    expect(alarm('near-cutoff')).toMatchObject({
      Namespace: 'AWS/Athena',
      MetricName: 'ProcessedBytes',
      Statistic: 'Maximum',
      Threshold: 0.8 * 10 * 1024 ** 3,
      TreatMissingData: 'ignore',
    });
    expect(Object(stack.properties('AWS::Athena::WorkGroup').WorkGroupConfiguration).BytesScannedCutoffPerQuery).toBe(10 * 1024 ** 3);
  });

  it('tell a fault from a file that was refused, of which people get a message by name', () => {
    expect(alarm('execution-broken')).toMatchObject({ Namespace: 'OrdersPipeline', MetricName: 'ExecutionsBroken', Threshold: 1 });
    const metrics = alarms.map(({ MetricName }) => MetricName);
    expect(metrics).not.toContain('ExecutionsFailed');
  });
});

describe('the message about an execution that has ended', () => {
  const rule = resolve(stack, stack.properties('AWS::Events::Rule', 'OperationsEndReport'));
  const [functionId] = [...stack.all('AWS::Lambda::Function').keys()].filter(id => id.startsWith('OperationsEndReport'));

  it('follows each end of an execution of this state machine', () => {
    expect(rule).toMatchObject({
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: ['arn:aws:states:us-east-1:000000000000:stateMachine:orders-pipeline-demo'],
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      Targets: [{ Arn: 'arn:aws:lambda:us-east-1:000000000000:function:ReportEnd-demo' }],
    });
  });

  it('is made by a function that this rule alone may invoke', () => {
    const [ruleId] = [...stack.all('AWS::Events::Rule').keys()].filter(id => id.startsWith('OperationsEndReport'));
    expect(stack.properties('AWS::Lambda::Permission')).toMatchObject({
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: functionId },
      Principal: 'events.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: { 'Fn::GetAtt': [ruleId, 'Arn'] },
    });
  });

  it('goes to the topic of the alarms, and to the webhook where a stage has one', () => {
    const variables = (of: typeof stack) =>
      Object(resolve(of, of.properties('AWS::Lambda::Function', 'OperationsEndReport').Environment)).Variables;
    expect(variables(stack)).toMatchObject({ BUCKET: 'orders-pipeline-local', PIPELINE: 'orders-pipeline-demo', ANSWERS: 'false' });
    expect(variables(stack)).not.toHaveProperty('WEBHOOK');
    expect(variables(told)).toMatchObject({ WEBHOOK: 'https://hooks.example.com/orders', ANSWERS: 'true' });
    const topicId = [...stack.all('AWS::SNS::Topic').keys()][0];
    const publish = statementsOf(stack, 'OperationsEndReportRole').filter(({ Sid }) => Sid === 'SendMessages');
    expect(publish.map(({ Resource }) => Resource)).toEqual([[`<${topicId}>`]]);
  });

  it('links to the dashboard, where it is on the internet', () => {
    const url = (of: typeof stack) =>
      Object(of.properties('AWS::Lambda::Function', 'OperationsEndReport').Environment).Variables.DASHBOARD_URL;
    expect(JSON.stringify(url(stack))).toContain('FrontDoorApi');
    expect(url(synthesize('prod'))).toBe('http://127.0.0.1:3000');
  });

  it.each([
    ['prod', ['runs/']],
    ['fourth', ['enriched/', 'runs/']],
  ])('of stage %s reads %j, and writes manifests alone', (name, prefixes) => {
    const statements = statementsOf(synthesize(name), 'OperationsEndReportRole');
    const with_ = (action: string) => statements.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource);
    expect(with_('s3:GetObject').sort()).toEqual(prefixes.map(prefix => `arn:aws:s3:::orders-pipeline-local/${prefix}*`));
    expect(with_('s3:PutObject')).toEqual(['arn:aws:s3:::orders-pipeline-local/runs/*']);
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
