import { statementsOf } from './support/policy';
import { synthesize } from './support/synthesize';

const stack = synthesize('prod');
const filter = stack.properties('AWS::Lambda::Function', 'Filter');

describe('the Lambda of the filter', () => {
  it('runs on the current Node, on arm64', () => {
    expect(filter).toMatchObject({ FunctionName: 'FilterAndProcessOrders', Runtime: 'nodejs24.x', Architectures: ['arm64'] });
  });

  it('has one whole processor, and as long as the state machine waits', () => {
    expect(filter).toMatchObject({ MemorySize: 1769, Timeout: 900 });
  });

  it('is traced', () => {
    expect(filter.TracingConfig).toEqual({ Mode: 'Active' });
  });

  it('writes to a log group of its own, which forgets', () => {
    const log = stack.properties('AWS::Logs::LogGroup', 'FilterLog');
    expect(log).toMatchObject({ LogGroupName: '/aws/lambda/FilterAndProcessOrders', RetentionInDays: 90 });
    expect(filter.LoggingConfig).toEqual({ LogGroup: { Ref: expect.stringMatching(/^FilterLog/) } });
  });

  it('has the rule that the stage says, and no other variable', () => {
    const { Environment } = synthesize('fourth').properties('AWS::Lambda::Function', 'Filter');
    expect(Environment).toEqual({
      Variables: {
        DROP_STATUSES: 'canceled',
        DROP_AFTER_DAYS: '7',
        MAX_BAD_SHARE: '0.1',
        MAX_BYTES: '17179869184',
        TABLE_FORMAT: 'parquet',
        RAW_DAYS: '20',
      },
    });
  });

  it('may list what it reads, and nothing else', () => {
    const [list, ...others] = statementsOf(stack, 'FilterRole').filter(({ Action }) => Action.includes('s3:ListBucket'));
    expect(others).toEqual([]);
    expect(list?.Condition).toEqual({
      StringLikeIfExists: {
        's3:prefix': ['raw/*', 'processed/*', 'dropped/*', 'quarantine/*', 'uploads/*', 'runs/*'],
      },
    });
  });

  it.each(['raw/', 'runs/', 'enriched/'])('may not write to %s', prefix => {
    const writing = statementsOf(stack, 'FilterRole').filter(({ Action }) => Action.some(action => /Put|Delete/.test(action)));
    expect(JSON.stringify(writing)).not.toContain(prefix);
  });
});
