import { CreateStateMachineCommand, ValidateStateMachineDefinitionCommand } from '@aws-sdk/client-sfn';
import { INVOKE, inOrder, type LocalStepFunctions, ROLE, scopeOf, startStepFunctions } from './local-step-functions';

let local: LocalStepFunctions;
beforeAll(async () => {
  local = await startStepFunctions();
});
afterAll(() => local.close());

/** What is wrong, as `CODE message location`. */
async function problems(definition: object | string): Promise<string[]> {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  const { diagnostics = [] } = await local.client.send(new ValidateStateMachineDefinitionCommand({ definition: text }));
  return diagnostics.map(({ code, message, location }) => [code, message, location].filter(part => part !== undefined).join(' | '));
}

const state = (fields: object) => ({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { End: true, ...fields } } });
const task = (fields: object) => state({ Type: 'Task', Resource: INVOKE, Arguments: {}, ...fields });
const map = (ItemProcessor: object) => ({ Type: 'Map', ItemProcessor });
const jsonPath = (field: string) =>
  `SCHEMA_VALIDATION_FAILED | JSONPath is not supported by local AWS: field '${field}'; set QueryLanguage to JSONata and write it in JSONata | /States/A`;

describe('a definition is refused', () => {
  test.each<[string, object | string, string[]]>([
    ['without a type', state({}), ["SCHEMA_VALIDATION_FAILED | The field 'Type' is required | /States/A"]],
    [
      'with a type that is none',
      state({ Type: 'Loop' }),
      [
        "SCHEMA_VALIDATION_FAILED | The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] | /States/A/Type",
      ],
    ],
    [
      'with a field that is none',
      state({ Type: 'Pass', Result_: 1 }),
      ["SCHEMA_VALIDATION_FAILED | Field 'Result_' is not supported | /States/A"],
    ],
    [
      'that goes nowhere',
      { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } },
      ["MISSING_TRANSITION_TARGET | Missing 'Next' target: B | /States/A/Next", 'MISSING_END_STATE | Workflow has no terminal state'],
    ],
    [
      'with a state that nothing reaches',
      { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass', End: true }, B: { Type: 'Succeed' } } },
      ['MISSING_TRANSITION_TARGET | State "B" is not reachable. | /States/B'],
    ],
    [
      'with such a state in a Map within a Map',
      inOrder(['M', map(scopeOf(['N', map({ StartAt: 'A', States: { A: { Type: 'Succeed' }, B: { Type: 'Succeed' } } })]))]),
      ['MISSING_TRANSITION_TARGET | State "B" is not reachable. | /States/M/ItemProcessor/States/N/ItemProcessor/States/B'],
    ],
    [
      'whose start is missing',
      { ...inOrder(['A', { Type: 'Pass' }]), StartAt: 'B' },
      [
        "MISSING_TRANSITION_TARGET | Missing 'Next' target: B | /StartAt",
        'MISSING_TRANSITION_TARGET | State "A" is not reachable. | /States/A',
      ],
    ],
    [
      'whose variable an outer scope has',
      withShadow(),
      [
        "DUPLICATE_VARIABLE_NAME | The variable name 'shared' was already defined in a parent scope. | /States/P/Branches[0]/States/B/Assign/shared",
      ],
    ],
    ['with JSONPath', { StartAt: 'A', States: { A: { Type: 'Pass', ResultPath: '$.a', End: true } } }, [jsonPath('ResultPath')]],
    [
      'with expressions where JSONPath knows none',
      {
        StartAt: 'A',
        States: {
          A: { Type: 'Wait', Timestamp: "{% '2025-01-15T09:30:00Z' %}", Next: 'B' },
          B: { Type: 'Wait', Seconds: '{% 1 %}', End: true },
        },
      },
      [
        'SCHEMA_VALIDATION_FAILED | String does not match RFC3339 timestamp | /States/A/Timestamp',
        'SCHEMA_VALIDATION_FAILED | Expected value of type Integer | /States/B/Seconds',
      ],
    ],
    [
      'with a field of JSONPath in JSONata',
      state({ Type: 'Pass', Parameters: {} }),
      [
        "SCHEMA_VALIDATION_FAILED | The QueryLanguage is set to 'JSONata', but field 'Parameters' is only supported for the 'JSONPath' QueryLanguage | /States/A",
      ],
    ],
    [
      'in a misspelt language, which is taken for JSONata',
      { ...state({ Type: 'Pass', QueryLanguage: 'jsonata', Output: '{% 1 %}', InputPath: '$' }), QueryLanguage: 'jsonpath' },
      [
        'SCHEMA_VALIDATION_FAILED | Value should be one of the following: [JSONPath, JSONata] | /QueryLanguage',
        "SCHEMA_VALIDATION_FAILED | The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage | /States/A",
        'SCHEMA_VALIDATION_FAILED | Value should be one of the following: [JSONPath, JSONata] | /States/A/QueryLanguage',
      ],
    ],
    [
      'with a distributed Map',
      state({ Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, ...scopeOf(['I', { Type: 'Pass' }]) } }),
      [
        'SCHEMA_VALIDATION_FAILED | Distributed Map is not supported by local AWS: Mode DISTRIBUTED | /States/A/ItemProcessor/ProcessorConfig',
      ],
    ],
    [
      'with an activity',
      task({ Resource: 'arn:aws:states:us-east-1:000000000000:activity:a' }),
      ['SCHEMA_VALIDATION_FAILED | Activities are not supported by local AWS | /States/A/Resource'],
    ],
    [
      'with a task token',
      task({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }),
      [
        'SCHEMA_VALIDATION_FAILED | Task tokens (.waitForTaskToken) are not supported by local AWS: arn:aws:states:::lambda:invoke.waitForTaskToken | /States/A/Resource',
      ],
    ],
    [
      'with a service that is not here',
      task({ Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem' }),
      ['SCHEMA_VALIDATION_FAILED | aws-sdk:dynamodb:getItem is not supported by local AWS | /States/A/Resource'],
    ],
    [
      'with an integration that is not here',
      task({ Resource: 'arn:aws:states:::states:startExecution.sync:2' }),
      ['SCHEMA_VALIDATION_FAILED | states:startExecution.sync:2 is not supported by local AWS | /States/A/Resource'],
    ],
    [
      'with an integration that does not exist',
      task({ Resource: 'arn:aws:states:::lambda:call' }),
      [expect.stringContaining('The resource provided arn:aws:states:::lambda:call is not recognized.')],
    ],
    [
      'with variables that are none',
      state({ Type: 'Pass', Assign: '{% $states.input %}' }),
      ['SCHEMA_VALIDATION_FAILED | Expected value of type Object | /States/A/Assign'],
    ],
    [
      'with an expression that does not parse',
      state({ Type: 'Pass', Output: '{% 1 + %}' }),
      [expect.stringMatching(/^INVALID_JSONATA_EXPRESSION \| .* \| \/States\/A\/Output$/)],
    ],
    [
      'with a result where there is none',
      state({ Type: 'Pass', Output: '{% $states.result %}' }),
      ["UNSUPPORTED_JSONATA_EXPRESSION | Field '$states.result' does not exist. | /States/A/Output"],
    ],
    [
      'with a name that is there twice',
      inOrder(['A', { Type: 'Parallel', Branches: [scopeOf(['A', { Type: 'Pass' }])] }]),
      ['DUPLICATE_STATE_NAME | Duplicate State name: A | /States/A/Branches[0]/States/A'],
    ],
    [
      'whose item processor is of another kind',
      state({ Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'FAST' }, ...scopeOf(['I', { Type: 'Pass' }]) } }),
      [
        'SCHEMA_VALIDATION_FAILED | Value should be one of the following: [INLINE, DISTRIBUTED] | /States/A/ItemProcessor/ProcessorConfig/Mode',
      ],
    ],
    [
      'whose branch or item processor has a field that is none',
      inOrder(
        ['P', { Type: 'Parallel', Branches: [{ QueryLanguage: 'JSONata', ...scopeOf(['B', { Type: 'Pass' }]) }] }],
        ['M', { Type: 'Map', ItemProcessor: { MaxConcurrency: 1, ...scopeOf(['I', { Type: 'Pass' }]) } }],
      ),
      [
        "SCHEMA_VALIDATION_FAILED | Field 'QueryLanguage' is not supported | /States/P/Branches[0]",
        "SCHEMA_VALIDATION_FAILED | Field 'MaxConcurrency' is not supported | /States/M/ItemProcessor",
      ],
    ],
    [
      'whose rule has a field that is none, or one of JSONPath',
      inOrder(
        [
          'C',
          {
            Type: 'Choice',
            Choices: [
              { Condition: '{% true %}', Then: 'D', Next: 'D' },
              { Not: {}, Next: 'D' },
            ],
          },
        ],
        ['D', { Type: 'Succeed' }],
      ),
      [
        "SCHEMA_VALIDATION_FAILED | The QueryLanguage is set to 'JSONata', but field 'Not' is only supported for the 'JSONPath' QueryLanguage | /States/C",
        "SCHEMA_VALIDATION_FAILED | Field 'Then' is not supported | /States/C/Choices[0]",
      ],
    ],
    [
      'with values of another type',
      state({ Type: 'Pass', Comment: 1, End: 'true' }),
      [
        'SCHEMA_VALIDATION_FAILED | Expected value of type String | /States/A/Comment',
        'SCHEMA_VALIDATION_FAILED | Expected value of type Boolean | /States/A/End',
        'MISSING_END_STATE | Workflow has no terminal state',
      ],
    ],
    [
      'whose heartbeat is no faster than its timeout',
      task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 }),
      ['SCHEMA_VALIDATION_FAILED | HeartbeatSeconds must be smaller than TimeoutSeconds | /States/A'],
    ],
    [
      'whose arguments lack what the operation needs, or have what it does not know',
      task({ Resource: 'arn:aws:states:::aws-sdk:s3:getObject', Arguments: { Bucket: 'b', key: '{% $states.input %}' } }),
      [
        "SCHEMA_VALIDATION_FAILED | The field 'key' is not supported by Step Functions | /States/A/Arguments",
        "SCHEMA_VALIDATION_FAILED | The field 'Key' is required but was missing | /States/A/Arguments",
      ],
    ],
    [
      'whose query has no text',
      task({ Resource: 'arn:aws:states:::athena:startQueryExecution.sync', Arguments: { WorkGroup: 'orders' } }),
      ["SCHEMA_VALIDATION_FAILED | The field 'QueryString' is required but was missing | /States/A/Arguments"],
    ],
    [
      "with an action that is AWS's but not here",
      task({ Resource: 'arn:aws:states:::aws-sdk:glue:startJobRun', Arguments: { JobName: 'j' } }),
      ['SCHEMA_VALIDATION_FAILED | aws-sdk:glue:startJobRun is not supported by local AWS | /States/A/Resource'],
    ],
    [
      'with an action in another case',
      task({ Resource: 'arn:aws:states:::aws-sdk:s3:GetObject' }),
      [expect.stringContaining('The resource provided arn:aws:states:::aws-sdk:s3:GetObject is not recognized.')],
    ],
    ['that is nothing', ' ', ['SCHEMA_VALIDATION_FAILED | Definition must be a valid JSON object']],
  ])('%s', async (_name, definition, expected) => {
    expect(await problems(definition)).toEqual(expected);
  });
});

test.each([
  ['orders', ['orders']],
  ['orders[0].id & total', ['orders', 'total']],
  ['$map([1, 2], function($n) { $n + total })', ['total']],
  ['$', ['$']],
  ['$.orders', ['$']],
  ['$map([1, 2], function($n) { $string($) })', ['$']],
  ['$states.input.orders[total > 1 and $ != 2]^(id).{ "id": id, "self": $ }', []],
  ['$states.input.($x := orders; $x)', []],
])('an expression has no context item: %s', async (expression, names) => {
  const found = names.map(
    name => `UNSUPPORTED_JSONATA_EXPRESSION | Reference to '${name}' at the top level is not supported. | /States/A/Output`,
  );
  expect(await problems(state({ Type: 'Pass', Output: `{% ${expression} %}` }))).toEqual(found);
});

test.each<[string, object]>([
  ['in JSONata state by state', { StartAt: 'A', States: { A: { QueryLanguage: 'JSONata', Type: 'Pass', Output: '{% 1 %}', End: true } } }],
  [
    'that says JSONPath but needs none of it',
    { QueryLanguage: 'JSONPath', StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } } },
  ],
  [
    "whose operation's arguments come from an expression, or from a Step Functions' client",
    inOrder(
      ['A', { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:s3:getObject', Arguments: '{% $states.input %}' }],
      ['B', { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:sfn:describeExecution', Arguments: { ExecutionArn: 'arn' } }],
    ),
  ],
  [
    'that loops and can end',
    inOrder(
      ['A', { Type: 'Pass' }],
      ['C', { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'A' }], Default: 'D' }],
      ['D', { Type: 'Succeed' }],
    ),
  ],
])('a definition is taken %s', async (_name, definition) => {
  expect(await problems(definition)).toEqual([]);
});

describe('of a definition that is no JSON it is said where and why', () => {
  const value = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
  test.each([
    ['orders', `Unrecognized token 'orders': was expecting ${value}`, 1, 7],
    ['{"StartAt": }', `Unexpected character ('}' (code 125)): expected a valid value ${value}`, 1, 14],
    ['{StartAt: "A"}', "Unexpected character ('S' (code 83)): was expecting double-quote to start field name", 1, 3],
    ['{"StartAt" "A"}', `Unexpected character ('"' (code 34)): was expecting a colon to separate field name and value`, 1, 13],
    ['{\n  "StartAt": "A"\n  "States"', `Unexpected character ('"' (code 34)): was expecting comma to separate Object entries`, 3, 4],
    ['["A" "B"]', `Unexpected character ('"' (code 34)): was expecting comma to separate Array entries`, 1, 7],
    ['{"StartAt": "A', 'Unexpected end-of-input: was expecting closing quote for a string value', 1, 15],
    [
      '["A\tB"]',
      'Illegal unquoted character ((CTRL-CHAR, code 9)): has to be escaped using backslash to be included in string value',
      1,
      4,
    ],
    ['["\\x"]', 'Unrecognized character escape', 1, 3],
    ['{"a":{},"b":[]', 'Unexpected end-of-input: was expecting comma to separate Object entries', 1, 15],
    ['{"a":[1.5e3,true,null]}}', "Unexpected character ('}' (code 125)): expected the end of the input", 1, 25],
  ])('%j', async (text, message, line, column) => {
    const source = `[Source: (String)"${text}"; line: ${line}, column: ${column}]`;
    expect(await problems(text)).toEqual([`INVALID_JSON_DESCRIPTION | ${message}\n at ${source} | ${source}`]);
  });
});

it('is not created, and the message names each problem and its place', async () => {
  const definition = JSON.stringify(state({ Type: 'Pass', Extra: 1, End: undefined, Next: 'B' }));
  await expect(local.client.send(new CreateStateMachineCommand({ name: 'wrong', definition, roleArn: ROLE }))).rejects.toMatchObject({
    name: 'InvalidDefinition',
    message:
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Field 'Extra' is not supported at /States/A, MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next, MISSING_END_STATE: Workflow has no terminal state at null'",
  });
});

function withShadow(): object {
  return inOrder(
    ['A', { Type: 'Pass', Assign: { shared: 1 } }],
    ['P', { Type: 'Parallel', Branches: [scopeOf(['B', { Type: 'Pass', Assign: { shared: 2 } }])] }],
  );
}
