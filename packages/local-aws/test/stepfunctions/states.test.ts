import { INVOKE, inOrder, type LocalStepFunctions, scopeOf, startStepFunctions } from './local-step-functions';

let local: LocalStepFunctions;
beforeAll(async () => {
  local = await startStepFunctions();
});
afterAll(() => local.close());

const done: [string, object] = ['Done', { Type: 'Succeed' }];

describe('a machine comes to', () => {
  test.each<[string, object, unknown, object]>([
    ['its input, where nothing changes it', inOrder(['A', { Type: 'Pass' }], done), { a: 1 }, { output: { a: 1 } }],
    [
      'its last output',
      inOrder(['A', { Type: 'Pass', Output: { doubled: '{% $states.input.n * 2 %}' } }], done),
      { n: 4 },
      { output: { doubled: 8 } },
    ],
    ['what a Succeed puts out', inOrder(['Done', { Type: 'Succeed', Output: '{% $states.input.a %}' }]), { a: [1, 2] }, { output: [1, 2] }],
    [
      'a failure with error and cause from expressions',
      inOrder(['F', { Type: 'Fail', Error: '{% "Orders." & $states.input.kind %}', Cause: 'as asked' }]),
      { kind: 'Late' },
      { status: 'FAILED', error: 'Orders.Late', cause: 'as asked' },
    ],
    [
      "a task's result",
      inOrder(['T', { Type: 'Task', Resource: INVOKE, Arguments: { n: 1 }, Output: '{% $states.result.n + $states.input.n %}' }]),
      { n: 2 },
      { output: 3 },
    ],
    [
      'variables as they were before the state, in Assign and Output alike',
      inOrder(
        ['A', { Type: 'Pass', Assign: { x: 1, y: 10 } }],
        ['B', { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: '{% $x & "/" & $y %}' }],
        ['C', { Type: 'Pass', Output: '{% [$states.input, $x, $y] %}' }],
      ),
      {},
      { output: ['1/10', 10, 1] },
    ],
    [
      'the first choice that holds',
      {
        QueryLanguage: 'JSONata',
        StartAt: 'C',
        States: {
          C: {
            Type: 'Choice',
            Choices: [
              { Condition: '{% $states.input.n > 10 %}', Next: 'Big' },
              { Condition: '{% $states.input.n > 5 %}', Next: 'Middle', Output: 'from the rule', Assign: { m: 1 } },
            ],
            Default: 'Small',
          },
          Big: { Type: 'Succeed', Output: 'big' },
          Middle: { Type: 'Succeed', Output: '{% [$states.input, $m] %}' },
          Small: { Type: 'Succeed', Output: 'small' },
        },
      },
      { n: 7 },
      { output: ['from the rule', 1] },
    ],
    [
      'a failure when no choice holds',
      inOrder(['C', { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'Done' }] }], done),
      {},
      { status: 'FAILED', error: 'States.Runtime', cause: expect.stringContaining('does not point to a next state') },
    ],
    [
      'the outputs of its branches, in their order',
      inOrder([
        'P',
        {
          Type: 'Parallel',
          Arguments: { n: '{% $states.input.n + 1 %}' },
          Branches: [
            scopeOf(['Slow', { Type: 'Wait', Seconds: 5, Output: 'slow' }]),
            scopeOf(['Quick', { Type: 'Pass', Output: '{% $states.input.n %}' }]),
          ],
          Output: '{% { "both": $states.result, "input": $states.input } %}',
        },
      ]),
      { n: 1 },
      { output: { both: ['slow', 2], input: { n: 1 } } },
    ],
    [
      "a branch's failure",
      inOrder([
        'P',
        {
          Type: 'Parallel',
          Branches: [scopeOf(['Slow', { Type: 'Wait', Seconds: 50 }]), scopeOf(['F', { Type: 'Fail', Error: 'E', Cause: 'c' }])],
        },
      ]),
      {},
      { status: 'FAILED', error: 'E', cause: 'c' },
    ],
    [
      'an output for each item, with its index and what an outer variable says',
      inOrder(
        ['A', { Type: 'Pass', Assign: { factor: 10 } }],
        [
          'M',
          {
            Type: 'Map',
            Items: '{% $states.input.items %}',
            ItemSelector: { at: '{% $states.context.Map.Item.Index %}', n: '{% $states.context.Map.Item.Value %}' },
            MaxConcurrency: 1,
            ItemProcessor: scopeOf(
              ['I', { Type: 'Pass', Assign: { inner: '{% $states.input.n * $factor %}' }, Output: '{% $states.input %}' }],
              ['J', { Type: 'Pass', Output: '{% [$states.input.at, $inner] %}' }],
            ),
          },
        ],
      ),
      { items: [3, 4] },
      {
        output: [
          [0, 30],
          [1, 40],
        ],
      },
    ],
    [
      'nothing for no items',
      inOrder(['M', { Type: 'Map', Items: [], ItemProcessor: scopeOf(['I', { Type: 'Pass' }]) }]),
      {},
      { output: [] },
    ],
    [
      'a failure when Items is no array',
      inOrder(['M', { Type: 'Map', Items: '{% $states.input %}', ItemProcessor: scopeOf(['I', { Type: 'Pass' }]) }]),
      { a: 1 },
      { status: 'FAILED', error: 'States.QueryEvaluationError', cause: expect.stringContaining("Expected 'array', but was 'object'") },
    ],
  ])('%s', async (_name, definition, input, expected) => {
    expect(await local.run(definition, input)).toMatchObject({ status: 'SUCCEEDED', ...expected });
  });
});

describe('a Map forgives', () => {
  const failing = scopeOf(['T', { Type: 'Task', Resource: INVOKE, Arguments: '{% $states.input %}' }]);
  test.each([
    ['as many failures as it tolerates', { ToleratedFailureCount: 1 }, 'SUCCEEDED'],
    ['not one more', { ToleratedFailureCount: 0 }, 'FAILED'],
    ['a share of failures', { ToleratedFailurePercentage: 50 }, 'SUCCEEDED'],
    ['not more than the share', { ToleratedFailurePercentage: '{% 49 %}' }, 'FAILED'],
  ])('%s', async (_name, tolerance, status) => {
    const result = await local.run(
      inOrder(['M', { Type: 'Map', Items: [{ fail: 'E' }, { ok: 1 }], ItemProcessor: failing, ...tolerance }]),
    );
    expect(result.status).toBe(status);
  });
});

describe('a Wait', () => {
  test.each([
    ['seconds', { Seconds: 90 }, 90_000],
    ['seconds from an expression', { Seconds: '{% $states.input.pause %}' }, 30_000],
    ['a moment', { Timestamp: '2025-01-15T09:31:00Z' }, 60_000],
    ['a moment with an offset, to the second', { Timestamp: '2025-01-15T10:31:00.900+01:00' }, 60_000],
    ['a moment that is past', { Timestamp: '2020-01-01T00:00:00Z' }, 0],
    ['the moment from which times are counted', { Timestamp: '1970-01-01T00:00:00Z' }, 0],
  ])('for %s costs no time of anybody else', async (_name, wait, milliseconds) => {
    const waiting = await startStepFunctions();
    const before = waiting.clock.now();
    expect(await waiting.run(inOrder(['W', { Type: 'Wait', ...wait }]), { pause: 30 })).toMatchObject({ status: 'SUCCEEDED' });
    expect(waiting.clock.now() - before).toBe(milliseconds);
    await waiting.close();
  });
});

describe('data of more than 256 KiB', () => {
  const task = (Arguments: string) => ({ Type: 'Task', Resource: INVOKE, Arguments, Output: 'ok' });
  const inner = scopeOf(['I', { Type: 'Pass', Output: 'ok' }]);
  const parallel = { Type: 'Parallel', Branches: [inner] };
  const map = { Type: 'Map', Items: [1], ItemProcessor: inner };
  const text = (kib: number) => `{% $join([1..${kib}].$pad("", 1024, "x")) %}`;
  test.each([
    ['passes when it just fits', { Output: { t: text(255) } }, 'SUCCEEDED', undefined],
    ["fails as a task's arguments", task(text(256)), 'FAILED', 'States.DataLimitExceeded'],
    ['fails as the input of branches', { ...parallel, Arguments: text(256) }, 'FAILED', 'States.DataLimitExceeded'],
    ['fails as an item', { ...map, ItemSelector: text(256) }, 'FAILED', 'States.DataLimitExceeded'],
    ['fails as output', { Output: { t: text(256) } }, 'FAILED', 'States.DataLimitExceeded'],
    ['fails as a variable', { Assign: { t: text(257) } }, 'FAILED', 'States.DataLimitExceeded'],
  ])('%s', async (_name, fields, status, error) => {
    const result = await local.run(inOrder(['A', { Type: 'Pass', ...fields }], done));
    expect([result.status, result.error]).toEqual([status, error]);
  });
});
