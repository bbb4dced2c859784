import { InvalidSettings, parseSettings } from '../../dashboard/settings';

const good = { STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:123456789012:stateMachine:orders-pipeline', BUCKET: 'orders-pipeline-local' };

it('has a port and an address where nobody says otherwise', () => {
  expect(parseSettings({ ...good, SIGN_IN_SECRET_ARN: '' })).toMatchObject({
    ...good,
    PORT: 3000,
    HOST: '127.0.0.1',
    ACTIONS: 'off',
    UPLOADS: 'off',
  });
});

test.each([
  [{ PORT: 'abc' }, 'PORT must be a port between 0 and 65535, got "abc"'],
  [{ PORT: '70000' }, 'PORT must be a port between 0 and 65535, got "70000"'],
  [{ PORT: '3000.5' }, 'PORT must be a port between 0 and 65535, got "3000.5"'],
  [{ BUCKET: undefined }, "BUCKET must be the name of the pipeline's bucket, got nothing"],
  [{ BUCKET: 's3://x' }, 'BUCKET must be the name of a bucket, got "s3://x"'],
  [
    { STATE_MACHINE_ARN: 'orders-pipeline' },
    'STATE_MACHINE_ARN must be the ARN of a state machine, without version or alias, got "orders-pipeline"',
  ],
  [{ SIGN_IN_SECRET_ARN: 'hunter2' }, 'SIGN_IN_SECRET_ARN must be the ARN of a secret, got "hunter2"'],
])('%j is refused by name', (wrong, message) => {
  const parse = () => parseSettings({ ...good, ...wrong });
  expect(parse).toThrow(InvalidSettings);
  expect(parse).toThrow(message);
});
