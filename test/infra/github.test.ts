import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { describeWith } from '../../packages/local-aws/test/support/needs';

const ROOT = join(__dirname, '../..');
const ROLES = join(ROOT, 'infra/github-roles.json');
const WORKFLOW = join(ROOT, '.github/workflows/deploy.yml');
const workflow = readFileSync(WORKFLOW, 'utf8');

const Role = z.object({
  Properties: z.object({
    AssumeRolePolicyDocument: z.object({
      Statement: z.tuple([z.object({ Action: z.string(), Condition: z.record(z.string(), z.record(z.string(), z.unknown())) })]),
    }),
    Policies: z.array(
      z.object({ PolicyDocument: z.object({ Statement: z.array(z.object({ Action: z.string(), Resource: z.unknown() })) }) }),
    ),
  }),
});
const { Resources } = z
  .object({ Resources: z.object({ PlanRole: Role, DeployRole: Role }) })
  .parse(JSON.parse(readFileSync(ROLES, 'utf8')));

describe.each([
  ['plans', Resources.PlanRole, 'repo:${Repository}:pull_request', ['lookup']],
  ['deploys', Resources.DeployRole, 'repo:${Repository}:environment:${Environment}', ['deploy', 'file-publishing', 'lookup']],
])('the role that %s', (_what, { Properties }, subject, bootstrapRoles) => {
  it('is given to this repository alone, for this purpose alone', () => {
    const [{ Action, Condition }] = Properties.AssumeRolePolicyDocument.Statement;
    expect(Action).toBe('sts:AssumeRoleWithWebIdentity');
    expect(Condition).toEqual({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': { 'Fn::Sub': subject },
      },
    });
  });

  it('may pass on to what CDK has bootstrapped, and do nothing itself', () => {
    const statements = Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    expect(statements.map(({ Action }) => Action)).toEqual(['sts:AssumeRole']);
    const resources = JSON.stringify(statements.map(({ Resource }) => Resource));
    expect([...resources.matchAll(/cdk-hnb659fds-([a-z-]+)-role-/g)].map(([, name]) => name)).toEqual(bootstrapRoles);
    expect(resources).not.toContain('*');
  });
});

describe('the workflow that deploys', () => {
  it.each([
    [
      'plans on a pull request, and writes the plan into its summary',
      /pull_request'[\s\S]*npm run --silent diff[\s\S]*GITHUB_STEP_SUMMARY/,
    ],
    ['deploys main to dev', /push:\n {4}branches: \[main\][\s\S]*STAGE: \$\{\{ inputs\.stage \|\| 'dev' \}\}/],
    ['deploys to prod when a person starts it', /workflow_dispatch:[\s\S]*default: prod/],
    ['asks no one in the middle', /npm run deploy -- --stage "\$STAGE" --yes/],
  ])('%s', (_what, pattern) => {
    expect(workflow).toMatch(pattern);
  });

  it('has no key: a token of GitHub is exchanged for a role', () => {
    expect(workflow).toContain('id-token: write');
    expect(workflow).not.toMatch(/secrets\.|aws-access-key-id/);
  });

  it('puts nothing that others can write into a shell', () => {
    for (const [, script] of workflow.matchAll(/run: (.*(?:\n {10}.*)*)/g)) expect(script).not.toContain('${{');
  });
});

describeWith('actionlint', 'under actionlint', () => {
  it('has nothing to be found', () => {
    expect(spawnSync('actionlint', ['-no-color', WORKFLOW], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: '' });
  });
});

describeWith('cfn-lint', 'the template of the roles, under cfn-lint', () => {
  it('has nothing to be found', () => {
    expect(spawnSync('cfn-lint', ['--', ROLES], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: '' });
  });
});
