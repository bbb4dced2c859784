import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as athena from '@aws-sdk/client-athena';
import * as glue from '@aws-sdk/client-glue';
import * as lambda from '@aws-sdk/client-lambda';
import * as sfn from '@aws-sdk/client-sfn';
import validate from 'asl-validator';
import { DefinitionError, readDefinition } from '../../statemachine/fill-definition';
import { checkDefinition, errorNamesIn, Machine } from './definition-check';

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
    ['a variable that nobody assigns', pass({ x: '{% $y %}' }), /\$y is not assigned/],
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
