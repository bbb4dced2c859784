import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../infra/build-app';
import { stageNamed } from '../../infra/stages';
import type { Stage } from '../../infra/stages/stage';
import { PINNED } from './support/pinned-stage';

// CDK would take a folder of its own for each app, and leave it.
const outdir = mkdtempSync(join(tmpdir(), 'deployment-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

function deployed(stage: Stage) {
  const { stack } = buildApp({ stage, context: { 'aws:cdk:bundling-stacks': [] }, analyticsReporting: false, outdir });
  const said = stack.node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data));
  return { stack, said };
}

describe('the deployment', () => {
  it.each([
    ['prod', true],
    ['dev', false],
    ['demo', false],
  ])('of stage %s protects the stack against deletion: %s', (name, expected) => {
    expect(deployed(stageNamed(name)).stack.terminationProtection).toBe(expected);
  });

  it('goes to the account and region that a stage pins, and nowhere else', () => {
    const { stack } = deployed(PINNED);
    expect([stack.account, stack.region]).toEqual(['123456789012', 'eu-north-1']);
  });

  it('of prod says at synthesis that it is not pinned, and that its alarms have no recipient', () => {
    const { said } = deployed(stageNamed('prod'));
    expect(said).toEqual([
      expect.stringContaining('Stage prod pins no account and region: it is deployed wherever the credentials point.'),
      expect.stringContaining('THE ALARMS OF STAGE prod HAVE NO RECIPIENT. Set operations.emails in infra/stages/prod.ts'),
    ]);
  });
});
