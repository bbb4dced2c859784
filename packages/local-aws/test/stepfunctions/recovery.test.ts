import { INVOKE, inOrder, scopeOf, startStepFunctions } from './local-step-functions';

const fails = (error: string, more: object) => ({ Type: 'Task', Resource: INVOKE, Arguments: { fail: error }, ...more });

async function run(...states: readonly [string, object][]) {
  const local = await startStepFunctions();
  try {
    const result = await local.run(inOrder(...states), { from: 'input' });
    return { ...result, sleeps: [...local.clock.sleeps], scheduled: result.events.filter(({ type }) => type === 'TaskScheduled').length };
  } finally {
    await local.close();
  }
}

describe('a Retry', () => {
  test.each<[string, object[], number[]]>([
    ['waits a second, then twice as long, three times', [{ ErrorEquals: ['E'] }], [1_000, 2_000, 4_000]],
    ['waits as it says', [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 3, BackoffRate: 1.5, MaxAttempts: 2 }], [3_000, 4_500]],
    [
      'waits no longer than it may',
      [{ ErrorEquals: ['E'], IntervalSeconds: 10, BackoffRate: 10, MaxDelaySeconds: 20 }],
      [10_000, 20_000, 20_000],
    ],
    ['with no attempts does nothing', [{ ErrorEquals: ['E'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }], []],
    [
      'counts for each retrier',
      [
        { ErrorEquals: ['F'], MaxAttempts: 9 },
        { ErrorEquals: ['E'], MaxAttempts: 1 },
      ],
      [1_000],
    ],
    ['of States.TaskFailed takes any error of a task', [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }], [1_000]],
    ['of another error does nothing', [{ ErrorEquals: ['States.Timeout'] }], []],
  ])('%s', async (_name, Retry, sleeps) => {
    const result = await run(['T', fails('E', { Retry })]);
    expect(result).toMatchObject({ status: 'FAILED', error: 'E', cause: 'as asked', sleeps, scheduled: sleeps.length + 1 });
  });

  it('with full jitter waits anything up to the interval', async () => {
    const { sleeps } = await run([
      'T',
      fails('E', { Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 5, MaxAttempts: 5, BackoffRate: 1, JitterStrategy: 'FULL' }] }),
    ]);
    expect(sleeps).toHaveLength(5);
    for (const sleep of sleeps) expect(sleep).toBeLessThanOrEqual(5_000);
  });

  it('is counted in the context object', async () => {
    const Arguments = '{% $states.context.State.RetryCount < 2 ? { "fail": "E" } : { "count": $states.context.State.RetryCount } %}';
    const result = await run(['T', { Type: 'Task', Resource: INVOKE, Arguments, Retry: [{ ErrorEquals: ['E'] }] }]);
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: { count: 2 } });
  });
});

describe('a Catch', () => {
  const after: [string, object] = ['After', { Type: 'Pass', Output: '{% [$states.input, $exists($kept) ? $kept : null] %}' }];

  test.each<[string, object, unknown]>([
    ['gives error and cause', { ErrorEquals: ['E'] }, [{ Error: 'E', Cause: 'as asked' }, null]],
    ['of States.ALL takes everything', { ErrorEquals: ['States.ALL'] }, [{ Error: 'E', Cause: 'as asked' }, null]],
    [
      'puts out and assigns what it says',
      {
        ErrorEquals: ['E'],
        Output: '{% $states.errorOutput.Error & $states.input.from %}',
        Assign: { kept: '{% $states.errorOutput.Cause %}' },
      },
      ['Einput', 'as asked'],
    ],
  ])('%s', async (_name, catcher, output) => {
    expect(await run(['T', fails('E', { Catch: [{ Next: 'After', ...catcher }] })], after)).toMatchObject({ output });
  });

  test.each<[string, object]>([
    ['another error', fails('E', { Catch: [{ ErrorEquals: ['F'], Next: 'After' }] })],
    [
      'too much data, although it names all errors',
      {
        Type: 'Task',
        Resource: INVOKE,
        Arguments: {},
        Output: '{% $pad("", 262200, "x") %}',
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'After' }],
      },
    ],
  ])('does not take %s', async (_name, state) => {
    expect(await run(['T', state], after)).toMatchObject({ status: 'FAILED' });
  });

  test.each(['States.QueryEvaluationError', 'States.TaskFailed'])('of %s takes an expression that fails', async name => {
    const state = { Type: 'Task', Resource: INVOKE, Arguments: '{% $missing %}', Catch: [{ ErrorEquals: [name], Next: 'After' }] };
    expect(await run(['T', state], after)).toMatchObject({ output: [{ Error: 'States.QueryEvaluationError' }, null] });
  });

  it("takes a branch's failure, and the other branches end", async () => {
    const Branches = [scopeOf(['Slow', { Type: 'Wait', Seconds: 1_000 }]), scopeOf(['T', fails('E', {})])];
    const result = await run(['P', { Type: 'Parallel', Branches, Catch: [{ ErrorEquals: ['E'], Next: 'After' }] }], after);
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: [{ Error: 'E', Cause: 'as asked' }, null] });
    expect(result.events.map(({ type }) => type)).toContain('WaitStateAborted');
  });
});

describe('a timeout', () => {
  const hangs = (more: object) => ({ Type: 'Task', Resource: INVOKE, Arguments: { hang: true }, ...more });

  test.each([
    ['a number', 7],
    ['an expression', '{% 3 + 4 %}'],
  ])('of a task, from %s, is States.Timeout', async (_name, TimeoutSeconds) => {
    const result = await run(
      ['T', hangs({ TimeoutSeconds, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'After' }] })],
      ['After', { Type: 'Pass' }],
    );
    expect(result).toMatchObject({ output: { Error: 'States.Timeout' }, sleeps: [7_000] });
    expect(result.events.map(({ type }) => type)).toContain('TaskTimedOut');
  });

  test.each([
    ['States.HeartbeatTimeout', { HeartbeatSeconds: 3 }],
    ['States.Timeout', { HeartbeatSeconds: '{% 3 %}', TimeoutSeconds: 7 }],
  ])('of a heartbeat, which nothing here sends, is caught as %s', async (name, limits) => {
    const result = await run(
      [
        'T',
        hangs({
          ...limits,
          Catch: [
            { ErrorEquals: ['States.TaskFailed'], Next: 'After' },
            { ErrorEquals: [name], Next: 'After' },
          ],
        }),
      ],
      ['After', { Type: 'Pass', Output: '{% $states.input.Error %}' }],
    );
    expect(result).toMatchObject({ output: 'States.HeartbeatTimeout', sleeps: [3_000] });
    const timedOut = result.events.find(({ type }) => type === 'TaskTimedOut');
    expect(timedOut?.taskTimedOutEventDetails).toMatchObject({ error: 'States.HeartbeatTimeout' });
  });

  test.each([
    [
      '"3"',
      "The JSONata expression '\"3\"' specified for the field 'TimeoutSeconds' returned an unexpected result type. Expected 'number', but was 'string' for value: \"3\"",
    ],
    ['-1', 'TimeoutSeconds must be between 0 and 99999999 but was: -1'],
    ['1.6', 'The TimeoutSeconds field cannot be parsed as an integer: 1.6'],
  ])('of %s fails the state', async (expression, cause) => {
    const result = await run(['T', hangs({ TimeoutSeconds: `{% ${expression} %}` })]);
    expect(result).toMatchObject({ error: 'States.QueryEvaluationError', cause: expect.stringContaining(cause) });
  });

  it('of the machine ends it', async () => {
    const local = await startStepFunctions();
    const result = await local.run({ TimeoutSeconds: 60, ...inOrder(['W', { Type: 'Wait', Seconds: 61 }]) });
    expect(result.status).toBe('TIMED_OUT');
    expect(result).not.toHaveProperty('error');
    expect(result.events.at(-1)).toMatchObject({
      type: 'ExecutionTimedOut',
      previousEventId: 0,
      executionTimedOutEventDetails: { error: 'States.Timeout' },
    });
    await local.close();
  });
});
