import { z } from 'zod';
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

  it('has one wildcard for each spelling of the ending, and no matcher beside them', () => {
    expect(rule.EventPattern).toMatchObject({
      detail: {
        object: { key: expect.arrayContaining([{ wildcard: 'raw/*.csv' }, { wildcard: 'raw/*.CSV' }, { wildcard: 'raw/*.Csv' }]) },
      },
    });
    const keys = JSON.stringify(rule.EventPattern).match(/"(wildcard|prefix|suffix)":"[^"]+"/g) ?? [];
    expect(keys).toHaveLength(8);
    for (const key of keys) expect(key.toLowerCase()).toBe('"wildcard":"raw/*.csv"');
  });

  it.each(Object.values(PREFIXES))('fires on %s only if people upload there', prefix => {
    const wildcards = [...Object(rule.EventPattern).detail.object.key].map(({ wildcard }) => String(wildcard));
    const fires = (key: string) =>
      wildcards.some(wildcard => new RegExp(`^${wildcard.replaceAll('.', '\\.').replace('*', '.*')}$`, 's').test(key));
    for (const name of ['a.csv', 'a.CSV', 'raw/a.csv', 'filtered_raw/a.csv'])
      expect(fires(`${prefix}${name}`)).toBe(prefix === PREFIXES.raw);
    for (const name of ['a.json', 'a.csv.metadata', 'csv']) expect(fires(`${prefix}${name}`)).toBe(false);
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
    expect(JSON.stringify(definition)).not.toMatch(/\$\{\w+\}/);
    expect(machine.DefinitionSubstitutions).toBeUndefined();
  });

  it('keeps the escape character of the table, which is not ASCII', () => {
    expect(String(resolve(stack, machine.DefinitionString))).toContain('"escapeChar":"\\ufdd0"');
  });
});
