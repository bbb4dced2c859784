import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';

export interface StepFunctionsUnderTest {
  readonly client: SFNClient;
  /** The ARN of a role that a state machine may assume; it needs no rights. */
  readonly role: string;
  /** Milliseconds between two looks at an execution that runs. */
  readonly pause: number;
  close(): Promise<void>;
}

const machine = (States: object, more: object = {}) =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(States)[0], States, ...more });
const WAITS = machine({ W: { Type: 'Wait', Seconds: 3_600, End: true } });

/** What the pipeline and those who edit it rely on; the same against local AWS and AWS. No state needs another service. */
export function describeStepFunctions(create: () => Promise<StepFunctionsUnderTest>): void {
  const id = randomUUID().slice(0, 8);
  let states: StepFunctionsUnderTest;
  const machines: string[] = [];

  beforeAll(async () => {
    states = await create();
  });
  afterAll(async () => {
    for (const stateMachineArn of machines) await states.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await states.close();
  });

  async function createMachine(definition: string): Promise<string> {
    const request = { name: `contract-${id}-${machines.length}`, definition, roleArn: states.role };
    const { stateMachineArn = '' } = await states.client.send(new CreateStateMachineCommand(request));
    machines.push(stateMachineArn);
    return stateMachineArn;
  }

  async function start(stateMachineArn: string, input: unknown = {}): Promise<string> {
    const { executionArn = '' } = await states.client.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
    return executionArn;
  }

  async function finish(executionArn: string) {
    for (;;) {
      const execution = await states.client.send(new DescribeExecutionCommand({ executionArn }));
      if (execution.status !== 'RUNNING') return execution;
      await delay(states.pause);
    }
  }

  describe('an execution ends with', () => {
    test.each<[string, string, unknown, object]>([
      [
        'what JSONata makes of its input and variables',
        machine({
          A: { Type: 'Pass', Assign: { x: '{% $states.input.n %}' }, Output: '{% $states.input.n * 2 %}', Next: 'B' },
          B: { Type: 'Pass', Output: { x: '{% $x %}', in: '{% $states.input %}' }, End: true },
        }),
        { n: 2 },
        { status: 'SUCCEEDED', output: '{"x":2,"in":4}' },
      ],
      [
        'the state that a choice leads to',
        machine({
          C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.n > 1 %}', Next: 'Many' }], Default: 'One' },
          Many: { Type: 'Succeed', Output: 'many' },
          One: { Type: 'Succeed', Output: 'one' },
        }),
        { n: 2 },
        { status: 'SUCCEEDED', output: '"many"' },
      ],
      [
        'the outputs of a Map in the order of its items',
        machine({
          M: {
            Type: 'Map',
            Items: '{% $states.input %}',
            ItemSelector: '{% $states.context.Map.Item.Value + $states.context.Map.Item.Index %}',
            ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } },
            End: true,
          },
        }),
        [10, 20],
        { status: 'SUCCEEDED', output: '[10,21]' },
      ],
      [
        'what caught the failure of a branch',
        machine({
          P: {
            Type: 'Parallel',
            Branches: [{ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Broken', Cause: 'as asked' } } }],
            Catch: [{ ErrorEquals: ['Broken'], Output: '{% $states.errorOutput.Cause %}', Next: 'Done' }],
            End: true,
          },
          Done: { Type: 'Succeed' },
        }),
        {},
        { status: 'SUCCEEDED', output: '"as asked"' },
      ],
      [
        'the error of a Fail',
        machine({ F: { Type: 'Fail', Error: 'Broken', Cause: 'as asked' } }),
        {},
        { status: 'FAILED', error: 'Broken', cause: 'as asked' },
      ],
      [
        'an expression that gave nothing',
        machine({ A: { Type: 'Pass', Output: '{% $states.input.missing %}', End: true } }),
        {},
        {
          status: 'FAILED',
          error: 'States.QueryEvaluationError',
          cause:
            "An error occurred while executing the state 'A' (entered at the event id #2). The JSONata expression '$states.input.missing' specified for the field 'Output' returned nothing (undefined).",
        },
      ],
      [
        "the machine's timeout",
        machine({ W: { Type: 'Wait', Seconds: 60, End: true } }, { TimeoutSeconds: 1 }),
        {},
        { status: 'TIMED_OUT' },
      ],
    ])('%s', async (_name, definition, input, expected) => {
      expect(await finish(await start(await createMachine(definition), input))).toMatchObject(expected);
    });
  });

  it('tells the history of an execution', async () => {
    const executionArn = await start(await createMachine(machine({ A: { Type: 'Pass', Output: 1, Next: 'B' }, B: { Type: 'Succeed' } })));
    await finish(executionArn);
    const { events } = await states.client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'PassStateEntered'],
      [3, 2, 'PassStateExited'],
      [4, 3, 'SucceedStateEntered'],
      [5, 4, 'SucceedStateExited'],
      [6, 5, 'ExecutionSucceeded'],
    ]);
  });

  it('stops an execution', async () => {
    const stateMachineArn = await createMachine(WAITS);
    const executionArn = await start(stateMachineArn);
    await states.client.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'no more' }));
    expect(await finish(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'no more' });
    const { executions } = await states.client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'ABORTED' }));
    expect(executions).toMatchObject([{ executionArn, status: 'ABORTED' }]);
  });

  it('keeps the definition of an execution that runs when its machine is changed', async () => {
    const stateMachineArn = await createMachine(WAITS);
    const executionArn = await start(stateMachineArn);
    const definition = machine({ Done: { Type: 'Succeed' } });
    await states.client.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    expect(await states.client.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({ definition });
    expect(await states.client.send(new DescribeStateMachineForExecutionCommand({ executionArn }))).toMatchObject({ definition: WAITS });
    await states.client.send(new StopExecutionCommand({ executionArn }));
  });

  test.each([
    [
      'that goes to a state that is not there',
      machine({ A: { Type: 'Pass', Next: 'B' } }),
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next",
    ],
    ['with a type that is none', machine({ A: { Type: 'Loop', End: true } }), "The field 'Type' should have one of these values"],
    ['that is no JSON', '{', 'INVALID_JSON_DESCRIPTION'],
  ])('refuses a definition %s', async (_name, definition, message) => {
    await expect(createMachine(definition)).rejects.toMatchObject({ name: 'InvalidDefinition', message: expect.stringContaining(message) });
  });
}
