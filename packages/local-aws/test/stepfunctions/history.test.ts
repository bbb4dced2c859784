import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { INVOKE, inOrder, type LocalStepFunctions, scopeOf, startStepFunctions } from './local-step-functions';

let local: LocalStepFunctions;
beforeAll(async () => {
  local = await startStepFunctions();
});
afterAll(() => local.close());

/** `3<2 PassStateExited A` */
const line = ({ id, previousEventId, type, stateEnteredEventDetails, stateExitedEventDetails }: HistoryEvent) =>
  `${id}<${previousEventId} ${type} ${(stateEnteredEventDetails ?? stateExitedEventDetails)?.name ?? ''}`.trim();

const task = (more: object = {}) => ({ Type: 'Task', Resource: INVOKE, Arguments: {}, ...more });

test.each<[string, object, string[]]>([
  [
    'states in a row',
    inOrder(['A', { Type: 'Pass' }], ['B', { Type: 'Succeed' }]),
    [
      '1<0 ExecutionStarted',
      '2<0 PassStateEntered A',
      '3<2 PassStateExited A',
      '4<3 SucceedStateEntered B',
      '5<4 SucceedStateExited B',
      '6<5 ExecutionSucceeded',
    ],
  ],
  [
    'a task',
    inOrder(['T', task()]),
    [
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered T',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskSucceeded',
      '6<5 TaskStateExited T',
      '7<6 ExecutionSucceeded',
    ],
  ],
  [
    'a task that fails once',
    inOrder([
      'T',
      task({ Arguments: '{% $states.context.State.RetryCount = 0 ? { "fail": "E" } : {} %}', Retry: [{ ErrorEquals: ['E'] }] }),
    ]),
    [
      ...['1<0 ExecutionStarted', '2<0 TaskStateEntered T', '3<2 TaskScheduled', '4<3 TaskStarted', '5<4 TaskFailed'],
      ...['6<5 TaskScheduled', '7<6 TaskStarted', '8<7 TaskSucceeded', '9<8 TaskStateExited T', '10<9 ExecutionSucceeded'],
    ],
  ],
  [
    'an expression that fails',
    inOrder(['A', { Type: 'Pass', Output: '{% $missing %}' }]),
    ['1<0 ExecutionStarted', '2<0 PassStateEntered A', '3<0 EvaluationFailed', '4<3 ExecutionFailed'],
  ],
  [
    'items one after another',
    inOrder(['M', { Type: 'Map', Items: [1, 2], MaxConcurrency: 1, ItemProcessor: scopeOf(['I', { Type: 'Pass' }]) }]),
    [
      ...['1<0 ExecutionStarted', '2<0 MapStateEntered M', '3<2 MapStateStarted'],
      ...['4<3 MapIterationStarted', '5<4 PassStateEntered I', '6<5 PassStateExited I', '7<6 MapIterationSucceeded'],
      ...['8<6 MapIterationStarted', '9<8 PassStateEntered I', '10<9 PassStateExited I', '11<10 MapIterationSucceeded'],
      ...['12<11 MapStateSucceeded', '13<11 MapStateExited M', '14<13 ExecutionSucceeded'],
    ],
  ],
])('records the events of %s', async (_name, definition, lines) => {
  const { events } = await local.run(definition);
  expect(events.map(line)).toEqual(lines);
});

it('tells what a task was asked and what it answered', async () => {
  const { events } = await local.run(inOrder(['T', task({ Arguments: { n: '{% 1 + 1 %}' }, TimeoutSeconds: 9, Assign: { v: [1] } })]));
  expect(events.slice(2, 6)).toMatchObject([
    {
      taskScheduledEventDetails: {
        resourceType: 'lambda',
        resource: 'invoke',
        region: 'us-east-1',
        parameters: '{"n":2}',
        timeoutInSeconds: 9,
      },
    },
    { taskStartedEventDetails: { resourceType: 'lambda', resource: 'invoke' } },
    { taskSucceededEventDetails: { output: '{"n":2}', outputDetails: { truncated: false } } },
    { stateExitedEventDetails: { output: '{"n":2}', assignedVariables: { v: '[1]' } } },
  ]);
});

it('tells the role that an expression gives a task', async () => {
  const Credentials = { RoleArn: "{% 'arn:aws:iam::' & $states.input.account & ':role/other' %}" };
  const { events } = await local.run(inOrder(['T', task({ Credentials })]), { account: '111111111111' });
  expect(events[2]?.taskScheduledEventDetails?.taskCredentials).toEqual({ roleArn: 'arn:aws:iam::111111111111:role/other' });
});

it('ends a definition that loops for ever at 25,000 events, while others go on', async () => {
  const loops = inOrder(
    ['A', { Type: 'Pass' }],
    // No expression, whose thousands of evaluations would take a slow machine a minute.
    ['C', { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }], Default: 'Done' }],
    ['Done', { Type: 'Succeed' }],
  );
  const looping = local.run(loops);
  const other = local.run(inOrder(['A', { Type: 'Pass' }])).then(() => 'other');
  expect(await Promise.race([looping, other])).toBe('other');
  const { status, error, cause, events } = await looping;
  expect({ status, error, cause }).toEqual({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'The execution reached the maximum number of history events (25000).',
  });
  expect(events).toHaveLength(25_000);
});
