import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as athena from '@aws-sdk/client-athena';
import * as glue from '@aws-sdk/client-glue';
import * as lambda from '@aws-sdk/client-lambda';
import * as sfn from '@aws-sdk/client-sfn';
import validate from 'asl-validator';
import type { z } from 'zod';
import { checkDefinition, Machine } from '../../statemachine/check-definition';
import { DefinitionError, readDefinition } from '../../statemachine/fill-definition';

const TEXT = readFileSync(join(__dirname, '../../statemachine/orders-pipeline.asl.yaml'), 'utf8');
const definition = readDefinition();
const machine = Machine.parse(definition);

describe('orders-pipeline.asl.yaml', () => {
  it('is valid for asl-validator as it stands', () => {
    expect(validate(definition)).toMatchObject({ isValid: true, errors: [] });
  });

  it('has expressions that parse, with variables that are assigned on every path', () => {
    expect(checkDefinition(machine)).toEqual([]);
  });

  it('waits only for errors that exist', () => {
    // Step Functions calls the services through the SDK for Java, whose common classes no JavaScript client exports; Lambda's are documented.
    const common = [
      'States.ALL',
      'States.Timeout',
      'Athena.SdkClientException',
      'Glue.SdkClientException',
      'S3.S3Exception',
      'S3.SdkClientException',
    ];
    const ofLambda = [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.Unknown',
      'Runtime.ExitError',
    ];
    const clients: Record<string, object> = { Athena: athena, Glue: glue, Lambda: lambda };
    const unknown = [...new Set(errorNamesIn(machine))].filter(name => {
      const [service = '', error = ''] = name.split('.');
      // The SDK for Java ends each name in Exception, those of Step Functions too.
      const isOfSfn = service === 'Sfn' && Object.hasOwn(sfn, error.replace(/Exception$/, ''));
      return !common.includes(name) && !ofLambda.includes(name) && !isOfSfn && !Object.hasOwn(clients[service] ?? {}, error);
    });
    expect(unknown).toEqual([]);
  });

  it('has no line over 120 characters', () => {
    expect(TEXT.split('\n').filter(line => line.length > 120)).toEqual([]);
  });

  it('says each retry policy and each longer expression once', () => {
    const expressions = [...TEXT.matchAll(/\{%(.*?)%\}/gs)].map(([, text = '']) => text.replace(/\s+/g, ' ').trim());
    const retries = [...TEXT.matchAll(/Retry:(?: &\w+)?\n(.*?)\n *(?:Assign|Output|Catch|Next):/gs)].map(([, text = '']) =>
      text.replace(/\s+/g, ' '),
    );
    const long = [...expressions.filter(({ length }) => length > 70), ...retries];
    expect(long.length).toBeGreaterThan(20);
    expect(long.filter((text, index) => long.indexOf(text) < index)).toEqual([]);
  });

  it('that cannot be parsed is one line with its place', () => {
    expect(() => readDefinition('States:\n  A: {')).toThrow(DefinitionError);
    expect(() => readDefinition('States:\n  A: {')).toThrow(/^statemachine\/orders-pipeline\.asl\.yaml: line 2, column \d+: [^\n]+$/);
  });

  it.each([
    [
      'a variable that is not assigned on every path',
      /\$slotPath &/,
      '$slotPaht &',
      'Claim/Arguments/Key: $slotPaht is not assigned on every path that leads here',
    ],
    [
      'a function that AWS does not have',
      /\$string\(\$looks\)/,
      '$text($looks)',
      'IsCatalogueFresh/Choices/2/Assign/failure/cause: $text is not',
    ],
    [
      'an expression that does not parse',
      /\$trigger = 'refresh'/,
      "$trigger = = 'refresh'",
      'IsRefresh/Choices/0/Condition: does not parse: The symbol "=" cannot be used as a unary operator',
    ],
    ['a state without a way to it', 'Next: WaitForSlot', 'Next: BeginSnapshot', 'WaitForSlot: no path leads to this state'],
    ['a state without a type', 'Type: Succeed', 'Typ: Succeed', 'States/Done/Type: Invalid input'],
  ])('is refused when it is read, for %s', (_what, from, to, message) => {
    const wrong = TEXT.replace(from, () => to);
    expect(() => readDefinition(wrong)).toThrow(DefinitionError);
    expect(() => readDefinition(wrong)).toThrow(`statemachine/orders-pipeline.asl.yaml: ${message}`);
  });

  it('gives every task a timeout', () => {
    const tasks = JSON.stringify(definition).match(/"Type":"Task"/g)?.length;
    expect(JSON.stringify(definition).match(/"TimeoutSeconds":\d+/g)).toHaveLength((tasks ?? 0) + 1);
  });
});

describe('checkDefinition', () => {
  const pass = (assign: Record<string, unknown>) =>
    Machine.parse({ StartAt: 'A', States: { A: { Type: 'Pass', Assign: assign, End: true } } });

  it.each([
    ['a syntax error', pass({ x: '{% $states.input. %}' }), /does not parse/],
    ['a variable that is not assigned', pass({ x: '{% $y %}' }), /\$y is not assigned/],
    ['$eval', pass({ x: "{% $eval('1') %}" }), /\$eval is not assigned/],
  ])('finds %s', (_what, given, problem) => {
    expect(checkDefinition(given)).toEqual([{ where: 'A/Assign/x', problem: expect.stringMatching(problem) }]);
  });

  it('finds a variable that is assigned on one of two paths only', () => {
    const given = Machine.parse({
      StartAt: 'A',
      States: {
        A: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'C' }], Default: 'B' },
        B: { Type: 'Pass', Assign: { x: 1 }, Next: 'C' },
        C: { Type: 'Pass', Output: '{% $x %}', End: true },
      },
    });
    expect(checkDefinition(given)).toEqual([{ where: 'C/Output', problem: expect.stringMatching(/\$x/) }]);
  });
});

/** Every error name that a Retry or Catch waits for. */
function errorNamesIn({ States }: z.infer<typeof Machine>): readonly string[] {
  return Object.values(States).flatMap(({ Catch, Retry, ItemProcessor }) => [
    ...[...Catch, ...Retry].flatMap(({ ErrorEquals }) => ErrorEquals),
    ...(ItemProcessor ? errorNamesIn(ItemProcessor) : []),
  ]);
}
