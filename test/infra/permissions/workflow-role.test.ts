import { ACCOUNT, REGION } from 'local-aws/identity';
import { LOCAL_BUCKET } from '../../../local/bucket';
import { pairs, sorted, statementsOf } from '../support/policy';
import { resolve } from '../support/resolve';
import { synthesize } from '../support/synthesize';
import { needs, tasksOf } from './tasks';

const stack = synthesize('prod');
const definition: unknown = JSON.parse(String(resolve(stack, stack.properties('AWS::StepFunctions::StateMachine').DefinitionString)));
const tasks = tasksOf(definition);
const statements = statementsOf(stack, 'WorkflowRole');

/** Not for tasks: Step Functions delivers its own log and traces as the role. */
const TELEMETRY = /^(logs|xray):\w+ \*$/;

describe('the role of the state machine', () => {
  const needed = tasks.flatMap(task =>
    needs(task, { account: ACCOUNT, region: REGION, bucket: LOCAL_BUCKET, stateMachine: 'orders-pipeline' }),
  );
  const allowed = pairs(statements).filter(pair => !TELEMETRY.test(pair));

  it('finds the tasks inside the Map too', () => {
    expect(tasks.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/FilterOrders', '/BuildOrders', '/RunQueries/RunQuery', '/PublishRun']),
    );
  });

  it('allows what the tasks of the definition need', () => {
    expect(sorted(needed).filter(pair => !allowed.includes(pair))).toEqual([]);
  });

  it('allows nothing else', () => {
    expect(allowed.filter(pair => !needed.includes(pair))).toEqual([]);
  });

  it('lists the tables, the snapshots and the results, and no other folder', () => {
    const [list] = statements.filter(({ Action }) => Action.includes('s3:ListBucket'));
    expect(list?.Condition).toEqual({
      StringLikeIfExists: { 's3:prefix': ['processed/*', 'dropped/*', 'uploads/*', 'orders/*', 'enriched/*'] },
    });
  });
});

describe('the walk through a definition', () => {
  it('reaches every depth', () => {
    const task = { Type: 'Task', Resource: 'r' };
    const map = { Type: 'Map', ItemProcessor: { States: { C: task } } };
    const machine = { States: { A: task, P: { Type: 'Parallel', Branches: [{ States: { B: task, M: map } }] } } };
    expect(tasksOf(machine).map(({ path }) => path)).toEqual(['/A', '/P/B', '/P/M/C']);
  });

  it('does not pass over a task that it does not know', () => {
    const unknown = { path: '/X', resource: 'arn:aws:states:::sqs:sendMessage', input: {} };
    const at = { account: ACCOUNT, region: REGION, bucket: LOCAL_BUCKET, stateMachine: 'orders-pipeline' };
    expect(() => needs(unknown, at)).toThrow(
      '/X: expected a task of which the permissions are listed here, got arn:aws:states:::sqs:sendMessage',
    );
  });
});
