import { resolve } from './support/resolve';
import { synthesize } from './support/synthesize';

it.each(['prod', 'dev', 'demo'])('stage %s keeps no log for ever, and none after its end', name => {
  const groups = [...synthesize(name).all('AWS::Logs::LogGroup').values()];
  expect(groups.length).toBeGreaterThan(4);
  for (const { Properties, DeletionPolicy } of groups) {
    expect(Properties.RetentionInDays).toBe(name === 'prod' ? 90 : 14);
    expect(DeletionPolicy).toBe('Delete');
  }
});

it.each([
  ['prod', 'orders-pipeline'],
  ['dev', 'orders-pipeline-dev'],
])('stage %s puts its tags on what it has', (name, pipeline) => {
  const tagged = synthesize(name).properties('AWS::S3::Bucket', 'LakeBucket').Tags;
  expect(tagged).toEqual([
    { Key: 'Pipeline', Value: pipeline },
    { Key: 'Stage', Value: name },
  ]);
});

it('lets two stages live in one account: no two of them name a thing alike', () => {
  const names = (stage: string) =>
    Object.values(synthesize(stage).json.Resources).flatMap(({ Type, Properties }) => namesIn(Properties).map(name => `${Type} ${name}`));
  expect(names('prod')).toEqual(
    expect.arrayContaining([
      'AWS::IAM::Role RoleName orders_processed_crawler',
      'AWS::Glue::Database DatabaseInput.Name orders_db',
      'AWS::Glue::Classifier CsvClassifier.Name orders_csv',
      'AWS::Budgets::Budget Budget.BudgetName orders-pipeline-monthly',
      'AWS::KMS::Alias AliasName alias/orders-pipeline',
    ]),
  );
  const shared = names('prod').filter(name => names('dev').includes(name));
  // These count inside of something that has a name of its own: a database, a workgroup, a state machine, a function, a role, a disk, a metric's dimensions.
  const inside =
    /^AWS::Glue::Table TableInput|^AWS::(Athena::NamedQuery|StepFunctions::StateMachineAlias|Lambda::Alias) Name |^AWS::CloudWatch::Alarm (Metrics\.MetricStat\.Metric\.)?(MetricName|Dimensions\.)|[. ](PolicyName|DeviceName) /;
  expect(shared.filter(name => !inside.test(name))).toEqual([]);
});

/** `path value` of each name in a resource's properties, at any depth. What CloudFormation makes up, and what AWS calls its own, is left out. */
function namesIn(node: unknown, path = ''): string[] {
  if (typeof node !== 'object' || node === null) {
    return typeof node === 'string' && /(^|[a-z.])Name$/.test(path) && !/^(AWS\/|com\.)/.test(node) ? [`${path} ${node}`] : [];
  }
  return Object.entries(node).flatMap(([key, value]) => namesIn(value, Array.isArray(node) ? path : path === '' ? key : `${path}.${key}`));
}

it.each(['prod', 'dev', 'demo'])('stage %s exports nothing, whose names two stages would share', name => {
  expect(JSON.stringify(synthesize(name).json.Outputs)).not.toContain('"Export"');
});

describe('the outputs', () => {
  const PRIVATE = [
    'Bucket',
    'CopyCommand',
    'DashboardTunnel',
    'OperationsConsole',
    'StateMachineConsole',
    'UploadCommand',
    'ViewersPolicy',
  ];

  it.each([
    ['prod', PRIVATE],
    ['dev', PRIVATE],
    ['demo', [...PRIVATE, 'DashboardUrl', 'PasswordCommand']],
  ])('of stage %s are what people need', (name, expected) => {
    expect(Object.keys(synthesize(name).json.Outputs).sort()).toEqual([...expected].sort());
  });

  it.each([
    ['UploadCommand', 'npm run upload -- FILE.csv --bucket orders-pipeline-local --stage dev'],
    ['CopyCommand', 'aws s3 cp FILE.csv s3://orders-pipeline-local/raw/'],
    [
      'StateMachineConsole',
      'https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/statemachines/view/arn:aws:states:us-east-1:000000000000:stateMachine:orders-pipeline-dev',
    ],
    [
      'OperationsConsole',
      'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/orders-pipeline-dev',
    ],
  ])('%s can be copied as it is', (output, expected) => {
    const stack = synthesize('dev');
    expect(resolve(stack, stack.json.Outputs[output]?.Value)).toBe(expected);
  });
});

describe('a stage that pins its account and region', () => {
  it('is in the zones that it names, without asking an account for them', () => {
    const zones = [...synthesize('pinned').all('AWS::EC2::Subnet').values()].map(({ Properties }) => Properties.AvailabilityZone);
    expect(zones).toEqual(['eu-north-1a', 'eu-north-1c']);
  });

  it('is in the first two zones of its region where it names none', () => {
    const zones = [...synthesize('prod').all('AWS::EC2::Subnet').values()].map(({ Properties }) => Properties.AvailabilityZone);
    expect(zones).toEqual([{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }]);
  });
});
