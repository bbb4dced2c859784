import { matches } from 'local-aws/eventbridge';
import { z } from 'zod';
import { complexityOf } from '../../packages/local-aws/eventbridge/complexity';
import { PREFIXES } from '../../pipeline/prefixes';
import { tasksOf } from './permissions/tasks';
import { statementsOf } from './support/policy';
import { resolve } from './support/resolve';
import { synthesize } from './support/synthesize';

const stack = synthesize('prod');
const machine = stack.properties('AWS::StepFunctions::StateMachine');
const rule = stack.properties('AWS::Events::Rule', 'UploadTrigger');

describe('the state machine', () => {
  it('logs every state, and none of its data', () => {
    expect(machine.LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
    expect(stack.properties('AWS::Logs::LogGroup', 'WorkflowLog')).toMatchObject({
      LogGroupName: '/aws/vendedlogs/states/orders-pipeline',
      RetentionInDays: 90,
    });
  });

  it.each([
    ['prod', 'OpenCSVSerde'],
    ['fourth', 'ParquetHiveSerDe'],
  ])('of stage %s holds the table to the format of the stage', (stage, serde) => {
    const { DefinitionString } = synthesize(stage).properties('AWS::StepFunctions::StateMachine');
    const named = [...JSON.stringify(DefinitionString).matchAll(/\w+SerDe\b/gi)].map(([name]) => name);
    expect(new Set(named)).toEqual(new Set([serde]));
  });

  it('is traced', () => {
    expect(machine.TracingConfiguration).toEqual({ Enabled: true });
  });

  it('trusts Step Functions only when it acts for this very machine', () => {
    const { AssumeRolePolicyDocument } = stack.properties('AWS::IAM::Role', 'WorkflowRole');
    expect(resolve(stack, AssumeRolePolicyDocument)).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'states.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '000000000000' },
            ArnEquals: { 'aws:SourceArn': 'arn:aws:states:us-east-1:000000000000:stateMachine:orders-pipeline' },
          },
        },
      ],
    });
  });

  it('publishes a version for each change, to which the alias points', () => {
    const [[versionId, version] = []] = stack.all('AWS::StepFunctions::StateMachineVersion');
    expect(JSON.stringify(version?.Properties.StateMachineRevisionId)).toContain('StateMachineRevisionId');
    expect(version).toMatchObject({ UpdateReplacePolicy: 'Retain', DeletionPolicy: 'Retain' });
    expect(stack.properties('AWS::StepFunctions::StateMachineAlias')).toMatchObject({
      Name: 'live',
      RoutingConfiguration: [{ StateMachineVersionArn: { 'Fn::GetAtt': [versionId, 'Arn'] }, Weight: 100 }],
    });
  });
});

describe('the version of the filter', () => {
  const [versionId, version] = [...stack.all('AWS::Lambda::Version')].find(([id]) => id.startsWith('Filter')) ?? [];

  it('is what the definition invokes, so that a version of the state machine takes its filter along', () => {
    const parts = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }).parse(machine.DefinitionString)['Fn::Join'][1];
    expect(parts).toContainEqual({ Ref: versionId });
    expect(JSON.stringify(parts)).not.toMatch(/FilterFunction[0-9A-F]+","Arn"/);
  });

  it('stays when there is a newer one', () => {
    expect(version).toMatchObject({ UpdateReplacePolicy: 'Retain', DeletionPolicy: 'Retain' });
  });

  it('has the alias of the newest', () => {
    expect(stack.properties('AWS::Lambda::Alias')).toMatchObject({
      Name: 'live',
      FunctionVersion: { 'Fn::GetAtt': [versionId, 'Version'] },
    });
  });

  it('may be an older one', () => {
    const [invoke] = statementsOf(stack, 'WorkflowRole').filter(({ Sid }) => Sid === 'FilterOrders');
    expect(invoke?.Resource).toEqual(['arn:aws:lambda:us-east-1:000000000000:function:FilterAndProcessOrders:*']);
  });
});

describe('a canary', () => {
  const alias = synthesize('fourth').properties('AWS::StepFunctions::StateMachineAlias');

  it('gives a new version its share of the executions first, and all of them later', () => {
    expect(alias).toMatchObject({ DeploymentPreference: { Type: 'CANARY', Percentage: 10, Interval: 15 } });
    expect(alias.RoutingConfiguration).toBeUndefined();
  });

  it('is taken back by alarms, which are there before it', () => {
    const { Alarms } = z.object({ Alarms: z.array(z.object({ Ref: z.string() })) }).parse(alias.DeploymentPreference);
    const ids = Alarms.map(({ Ref }) => Ref);
    expect(ids.length).toBeGreaterThan(1);
    for (const id of ids) expect(synthesize('fourth').all('AWS::CloudWatch::Alarm').has(id)).toBe(true);
    const [resource] = synthesize('fourth').all('AWS::StepFunctions::StateMachineAlias').values();
    expect(resource?.DependsOn).toEqual(expect.arrayContaining(ids));
  });

  it('is only where a stage asks for one', () => {
    expect(stack.properties('AWS::StepFunctions::StateMachineAlias').DeploymentPreference).toBeUndefined();
  });
});

describe('the upload rule', () => {
  const [target] = Array.isArray(rule.Targets) ? rule.Targets : [];
  const event = (type: string, key: string, reason: string) => ({
    source: 'aws.s3',
    'detail-type': type,
    detail: { bucket: { name: 'orders-pipeline-local' }, object: { key }, reason },
  });

  it('is one prefix without a wildcard, which EventBridge weighs as nothing', () => {
    expect(Object(rule.EventPattern).detail.object).toEqual({ key: [{ prefix: 'raw/' }] });
    expect(JSON.stringify(rule.EventPattern)).not.toMatch(/wildcard|suffix|equals-ignore-case/);
    expect(complexityOf(resolve(stack, rule.EventPattern))).toBeLessThanOrEqual(10);
  });

  it.each(Object.values(PREFIXES))('fires on %s only if people upload there', prefix => {
    for (const name of ['a.csv', 'a.CSV', 'a.json', 'raw/a.csv', 'filtered_raw/a.csv', ''])
      expect(matches(resolve(stack, rule.EventPattern), event('Object Created', `${prefix}${name}`, 'PutObject'))).toBe(
        prefix === PREFIXES.raw,
      );
  });

  it('fires on nothing that any role of the stack may write, but for what people may upload on the page', () => {
    const written = [...stack.all('AWS::IAM::Role').keys()]
      .filter(id => !id.startsWith('NetworkFlowLog'))
      .flatMap(id => statementsOf(stack, id))
      .filter(({ Action }) => Action.some(action => /^s3:(Put|Delete)Object$/.test(action)))
      .flatMap(({ Resource }) => Resource)
      .filter(resource => resource.startsWith('arn:aws:s3:::orders-pipeline-local/'))
      .map(resource => resource.replace('arn:aws:s3:::orders-pipeline-local/', '').replace('*', 'raw/a.csv'));
    expect(written.length).toBeGreaterThan(5);
    for (const key of written) expect(matches(resolve(stack, rule.EventPattern), event('Object Created', key, 'PutObject'))).toBe(false);
  });

  it.each([
    ['Object Created', 'PutObject', true],
    ['Object Created', 'CompleteMultipartUpload', true],
    ['Object Deleted', 'DeleteObject', true],
    ['Object Deleted', 'Lifecycle Expiration', false],
    ['Object Restore Completed', 'x', false],
  ])('of %s by %s starts an execution: %s', (type, reason, expected) => {
    expect(matches(resolve(stack, rule.EventPattern), event(type, 'raw/a.csv', reason))).toBe(expected);
  });

  it('starts the alias, not the state machine', () => {
    const [aliasId] = [...stack.all('AWS::StepFunctions::StateMachineAlias').keys()];
    expect(target).toMatchObject({ Arn: { Ref: aliasId } });
  });

  it('tries for an hour, then leaves a dead letter', () => {
    const [queueId] = [...stack.all('AWS::SQS::Queue').keys()];
    expect(target).toMatchObject({
      RetryPolicy: { MaximumRetryAttempts: 60, MaximumEventAgeInSeconds: 3600 },
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [queueId, 'Arn'] } },
    });
  });

  it('may start executions of the alias and nothing else, on behalf of this very rule', () => {
    const { AssumeRolePolicyDocument, Policies } = stack.properties('AWS::IAM::Role', 'UploadTriggerRole');
    expect(resolve(stack, AssumeRolePolicyDocument)).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'events.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '000000000000' },
            ArnEquals: { 'aws:SourceArn': 'arn:aws:events:us-east-1:000000000000:rule/orders-upload' },
          },
        },
      ],
    });
    expect(resolve(stack, Policies)).toMatchObject([
      {
        PolicyDocument: {
          Statement: [
            {
              Action: 'states:StartExecution',
              Resource: 'arn:aws:states:us-east-1:000000000000:stateMachine:orders-pipeline',
              Condition: { StringEquals: { 'states:StateMachineQualifier': 'live' } },
            },
          ],
        },
      },
    ]);
  });
});

describe('the daily refresh', () => {
  const schedule = stack.properties('AWS::Scheduler::Schedule');

  it('starts an execution of the alias once a day, with an input that names no day', () => {
    const [aliasId] = [...stack.all('AWS::StepFunctions::StateMachineAlias').keys()];
    expect(schedule).toMatchObject({
      Name: 'orders-refresh',
      ScheduleExpression: 'cron(10 0 * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: { Ref: aliasId }, Input: '{"refresh":true}' },
    });
  });

  it('runs at the time that a stage says', () => {
    expect(synthesize('fourth').properties('AWS::Scheduler::Schedule').ScheduleExpression).toBe('cron(5 4 * * ? *)');
  });

  it('tries for an hour, then leaves a dead letter, which the queue takes from its role', () => {
    const [queueId] = [...stack.all('AWS::SQS::Queue').keys()];
    expect(Object(schedule.Target)).toMatchObject({
      RetryPolicy: { MaximumRetryAttempts: 60, MaximumEventAgeInSeconds: 3600 },
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [queueId, 'Arn'] } },
    });
  });

  it('may start executions of the alias and leave dead letters, on behalf of this schedule', () => {
    expect(statementsOf(stack, 'DailyRefreshRole')).toEqual([
      expect.objectContaining({
        Action: ['states:StartExecution'],
        Condition: { StringEquals: { 'states:StateMachineQualifier': ['live'] } },
      }),
      expect.objectContaining({ Action: ['sqs:SendMessage'], Resource: ['arn:aws:sqs:us-east-1:000000000000:orders-upload'] }),
    ]);
    const { AssumeRolePolicyDocument } = stack.properties('AWS::IAM::Role', 'DailyRefreshRole');
    expect(JSON.stringify(resolve(stack, AssumeRolePolicyDocument))).toContain(
      '"aws:SourceArn":"arn:aws:scheduler:us-east-1:000000000000:schedule/default/orders-refresh"',
    );
  });
});

describe('the dead-letter queue', () => {
  it('is encrypted and keeps letters for two weeks', () => {
    expect(stack.properties('AWS::SQS::Queue')).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 });
  });

  it('takes letters from this rule alone', () => {
    const { PolicyDocument } = stack.properties('AWS::SQS::QueuePolicy');
    const statements = JSON.stringify(resolve(stack, PolicyDocument)).match(/"Effect":"Allow"/g);
    expect(statements).toHaveLength(1);
    expect(resolve(stack, PolicyDocument)).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: 'events.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '000000000000' },
            ArnEquals: { 'aws:SourceArn': 'arn:aws:events:us-east-1:000000000000:rule/orders-upload' },
          },
        }),
      ]),
    });
  });
});

describe('the definition, as it is deployed', () => {
  const definition: unknown = JSON.parse(String(resolve(stack, machine.DefinitionString)));

  it('has an end for everything: a timeout for the machine, and for each task', () => {
    expect(Object(definition).TimeoutSeconds).toBeGreaterThan(0);
    expect(tasksOf(definition).filter(({ timeoutSeconds }) => !(Number(timeoutSeconds) > 0))).toEqual([]);
  });

  it('has no placeholder left, and nothing that CloudFormation would have to fill', () => {
    // The day and the snapshot are filled in by the definition itself.
    expect((JSON.stringify(definition).match(/\$\{\w+\}/g) ?? []).filter(name => !/asOf|snapshot/.test(name))).toEqual([]);
    expect(String(resolve(stack, machine.DefinitionString))).not.toMatch(/\$\{/);
    expect(machine.DefinitionSubstitutions).toBeUndefined();
  });

  it('keeps the escape character of the table, which is not ASCII', () => {
    expect(String(resolve(stack, machine.DefinitionString))).toContain('"escapeChar":"\\ufdd0"');
  });
});
