import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { findings } from '../../commands/audit';
import { buildApp } from '../../infra/build-app';
import { STAGES } from '../../infra/stages';
import { describeWith } from '../support/needs';
import { FOURTH } from './support/fourth-stage';
import { synthesize } from './support/synthesize';

// CDK would take a folder of its own for each app, and leave it.
const outdir = mkdtempSync(join(tmpdir(), 'nag-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const ALL = [...STAGES, FOURTH].map(stage => [stage.name, stage] as const);

describe.each(ALL)('stage %s', (_name, stage) => {
  const { app } = buildApp({ stage, context: { 'aws:cdk:bundling-stacks': [] }, analyticsReporting: false, outdir });
  const { json, all } = synthesize(stage.name);

  it('leaves the AwsSolutions pack nothing to find', () => {
    const { violations } = new AwsSolutionsChecks().validateScope(app);
    expect(violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources])).toEqual([]);
  });

  it('acknowledges findings one by one, each on one resource, with a reason of its own', () => {
    const acknowledged = acknowledgements(app);
    expect(acknowledged.length).toBeGreaterThan(5);
    for (const { path, id, reason } of acknowledged) {
      expect(id).toMatch(/^AwsSolutions-(?!IAM5$)[A-Z]+\d+(\[Resource::.+\])?$/);
      expect(path.split('/').length).toBeGreaterThan(2);
      expect(reason.length).toBeGreaterThan(30);
    }
  });

  it('acknowledges nothing that the pack would not find', () => {
    const pack = new AwsSolutionsChecks();
    Object.defineProperty(pack, 'isAcknowledged', { value: () => false });
    const found = pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      );
    const stale = acknowledgements(app).filter(({ path, id }) => !found.some(finding => finding.startsWith(`${id} ${path}`)));
    expect(stale).toEqual([]);
  });

  it('has no custom resource, and no function but the filter', () => {
    const types = Object.values(json.Resources).map(({ Type }) => Type);
    expect(types.filter(type => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource')).toEqual([]);
    expect(all('AWS::Lambda::Function').size).toBe(1);
  });

  it('is written in ASCII, since CloudFormation gives nothing else back', () => {
    expect(JSON.stringify(json)).toMatch(/^[\x20-\x7e]*$/);
  });

  it('hears what the Serverless and NIST packs say', () => {
    expect(findings(app).map(({ rule }) => rule.split('-')[0])).toEqual(expect.arrayContaining(['Serverless', 'NIST.800.53.R5']));
  });

  it('has a reason in docs/deploy.md for each of their findings', () => {
    const page = readFileSync(join(__dirname, '../../docs/deploy.md'), 'utf8');
    const rules = new Set(findings(app).map(({ rule }) => rule.split('-').slice(1).join('-')));
    expect([...rules].filter(rule => !page.includes(`\`${rule}\``))).toEqual([]);
  });
});

/** What the project's code has acknowledged of this pack, resource by resource. */
function acknowledgements(app: App): readonly { readonly path: string; readonly id: string; readonly reason: string }[] {
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<unknown>(Object(data)))
      .filter(([id]) => id.includes('AwsSolutions'))
      .map(([id, reason]) => ({ path: node.path, id: id.replace(/^annotation::/i, ''), reason: JSON.stringify(reason) })),
  );
}

describeWith('cfn-lint', 'under cfn-lint', () => {
  const directory = mkdtempSync(join(tmpdir(), 'templates-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('has no error and no warning in the template of any stage', () => {
    const files = ALL.map(([name]) => {
      const file = join(directory, `${name}.json`);
      writeFileSync(file, JSON.stringify(synthesize(name).json));
      return file;
    });
    // W3005: CDK states dependencies on roles that a reference states already.
    const { status, stdout } = spawnSync('cfn-lint', ['--ignore-checks', 'W3005', '--format', 'parseable', '--', ...files], {
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});
