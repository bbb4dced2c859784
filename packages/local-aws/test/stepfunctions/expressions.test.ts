import { type Finished, inOrder, type LocalStepFunctions, startStepFunctions } from './local-step-functions';

let local: LocalStepFunctions;
beforeAll(async () => {
  local = await startStepFunctions();
});
afterAll(() => local.close());

const evaluate = (expression: string, input: unknown = {}): Promise<Finished> =>
  local.run(inOrder(['Pass', { Type: 'Pass', Output: `{% ${expression} %}` }]), input);

describe('an expression gives', () => {
  test.each<[string, unknown, unknown]>([
    ['1 + 1', {}, 2],
    ['$states.input.orders[status = "shipped"].id', { orders: [{ id: 1, status: 'shipped' }, { id: 2 }] }, 1],
    ['$states.context.State.Name', {}, 'Pass'],
    ['$states.context.Execution.Input.a', { a: 7 }, 7],
    ['$states.context.StateMachine.Name ~> $contains("machine-")', {}, true],
    ['null', {}, null],
    ['[]', {}, []],
    ['1/0 = 1 ? 1 : 2', {}, 2],
    ['$partition([1,2,3,4,5], 2)', {}, [[1, 2], [3, 4], [5]]],
    ['$range(0, 10, 3)', {}, [0, 3, 6, 9]],
    ['$range(3, 1, -1)', {}, [3, 2, 1]],
    ['$hash("input data", "SHA-1")', {}, 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['$parse("{\\"a\\":[1,2]}").a', {}, [1, 2]],
    ['$random(42) = $random(42)', {}, true],
    ['$random() < 1', {}, true],
    ['$length($uuid())', {}, 36],
    ['$sum([1..873782]) > 0', {}, true],
    ['$formatNumber(1234.5, "#,##0.00")', {}, '1,234.50'],
    ['$base64decode("YWJj") & $base64decode("YWI=") & $base64decode("YQ")', {}, 'abcaba'],
    [Array(100).fill('1').join('+'), {}, 100],
    ['($f := function($n){ $n = 0 ? 0 : $f($n - 1) }; $f(500))', {}, 0],
  ])('%s', async (expression, input, output) => {
    expect(await evaluate(expression, input)).toMatchObject({ status: 'SUCCEEDED', output });
  });
});

describe('an expression fails', () => {
  const threw = (message: string) => `threw an error during evaluation${message}`;
  const endless = threw(': Expression evaluation timeout: Check for infinite loop');
  const tooBig = threw(': Expression evaluation memory limit exceeded: Check for excessive memory usage');
  const tooDeep = threw(': Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive');
  test.each([
    ['$states.input.missing', 'returned nothing (undefined).'],
    ['$missing', 'returned nothing (undefined).'],
    ['function($x){$x}', 'returned an unsupported result type.'],
    ['$eval("1+1")', threw('. T1006: Attempted to invoke a non-function')],
    ['"a" + 1', threw('. T2001: The left side of the "+" operator must evaluate to a number')],
    ['$error("stop here")', threw('. D3137: stop here')],
    [
      '$formatNumber(1, "x")',
      threw(
        '. D3086: The sub-picture must not contain a passive character that is preceded by an active character and that is followed by another active character',
      ),
    ],
    ['($f := function(){ $f() }; $f())', endless],
    ['$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", /^(a+)+$/)', endless],
    ['($f := function($n){ 1 + $f($n + 1) }; $f(0))', tooDeep],
    [Array(101).fill('1').join('+'), tooDeep],
    ['[1..873783]', tooBig],
    ['($f := function($s){ $f($s & $s) }; $f("0123456789"))', tooBig],
  ])('%s', async (expression, what) => {
    const { status, error, cause } = await evaluate(expression);
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(cause).toBe(
      `An error occurred while executing the state 'Pass' (entered at the event id #2). The JSONata expression '${expression}' specified for the field 'Output' ${what}`,
    );
  });

  it.each(['$base64decode("!!!")', '$base64decode("a")'])('%s, with an id instead of a message of JavaScript', async expression => {
    const { error, cause } = await evaluate(expression);
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toMatch(/specified for the field 'Output' threw an internal error during evaluation\. [-0-9a-f]{36}$/);
  });

  it('tells the place inside a template', async () => {
    const { events } = await local.run(inOrder(['Pass', { Type: 'Pass', Output: { list: [1, { deep: '{% $missing %}' }] } }]));
    expect(events[2]?.evaluationFailedEventDetails).toMatchObject({ state: 'Pass', location: 'Output/list[1]/deep' });
  });
});

it('leaves what is not an expression as it stands', async () => {
  const Output = { dollar: '$states.input', path: '$.a', nested: [true, null, 1.5, 'States.Format(1)'] };
  expect(await local.run(inOrder(['Pass', { Type: 'Pass', Output }]))).toMatchObject({ output: Output });
});

it('holds up no other execution while an expression never ends', async () => {
  const never = () => evaluate('($f := function(){ $f() }; $f())');
  // Both threads are there before it counts: on a busy machine a new one takes longer than the second that an expression has.
  await Promise.all([never(), never()]);
  const endless = never();
  const quick = evaluate('1').then(() => 'quick');
  expect(await Promise.race([endless, quick])).toBe('quick');
  expect(await endless).toMatchObject({ status: 'FAILED' });
});
