import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { findings } from '../../commands/audit';
import { buildApp } from '../../infra/build-app';
import { STAGES } from '../../infra/stages';
import { REGIONS, REGIONS_WITHOUT_BUDGETS, REGIONS_WITHOUT_HTTP_APIS } from '../../infra/stages/regions';
import type { Stage } from '../../infra/stages/stage';
import { describeWith } from '../../packages/local-aws/test/support/needs';
import { FOURTH } from './support/fourth-stage';
import { PINNED } from './support/pinned-stage';
import { synthesize } from './support/synthesize';

// CDK would take a folder of its own for each app, and leave it.
const outdir = mkdtempSync(join(tmpdir(), 'nag-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const ALL = [...STAGES, FOURTH, PINNED].map(stage => [stage.name, stage] as const);

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

  it('has no custom resource, and no function but those of steps/', () => {
    const types = Object.values(json.Resources).map(({ Type }) => Type);
    expect(types.filter(type => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource')).toEqual([]);
    const functions = [...all('AWS::Lambda::Function').values()].map(({ Properties }) => String(Properties.FunctionName).split('-')[0]);
    expect(functions.sort()).toEqual(['FilterAndProcessOrders', 'ReportEnd', 'SweepUploads']);
  });

  it('is written in ASCII, since CloudFormation gives nothing else back, but for the escape character of the tables', () => {
    expect(JSON.stringify(json).replaceAll('\uFDD0', '')).toMatch(/^[\x20-\x7e]*$/);
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

describe('in a region without budgets', () => {
  it.each(ALL)('stage %s has no resource that the region does not know', (_name, stage) => {
    const { stack } = buildApp({
      stage,
      context: { 'aws:cdk:bundling-stacks': [] },
      analyticsReporting: false,
      outdir,
      region: 'eu-north-1',
    });
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('AWS::Budgets');
  });
});

describeWith('cfn-lint', 'under cfn-lint', () => {
  const directory = mkdtempSync(join(tmpdir(), 'templates-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  /** Lints templates for regions, and gives what there is to say. */
  function lint(templates: ReadonlyMap<string, object>, regions: readonly string[]): string {
    const files = [...templates].map(([name, template]) => {
      const file = join(directory, `${name}.json`);
      writeFileSync(file, JSON.stringify(template));
      return file;
    });
    // W3005: CDK states dependencies on roles that a reference states already. W3010: a stage may name its zones.
    const options = ['--ignore-checks', 'W3005', 'W3010', '--format', 'parseable', '--regions', ...regions];
    return spawnSync('cfn-lint', [...options, '--', ...files], { encoding: 'utf8' }).stdout;
  }

  const synthesized = (access: Stage['dashboard']['access'], region: string) =>
    new Map<string, object>(
      ALL.filter(([, stage]) => stage.dashboard.access === access && (stage.region === undefined || stage.region === region)).map(
        ([name, stage]) => {
          const { stack } = buildApp({ stage, context: { 'aws:cdk:bundling-stacks': [] }, analyticsReporting: false, outdir, region });
          return [`${name}-${region}`, Template.fromStack(stack).toJSON()];
        },
      ),
    );
  const lacking = (type: string) => {
    const said = lint(new Map([['type', { Resources: { Any: { Type: type, Properties: {} } } }]]), REGIONS);
    return [...said.matchAll(/does not exist in '([a-z0-9-]+)'/g)].map(([, region]) => region);
  };

  it.each([
    ['private', 'with', 'us-east-1', REGIONS.filter(region => !REGIONS_WITHOUT_BUDGETS.includes(region))],
    ['private', 'without', 'eu-north-1', REGIONS_WITHOUT_BUDGETS],
    ['internet', 'with', 'us-east-1', REGIONS.filter(region => !REGIONS_WITHOUT_BUDGETS.includes(region))],
    ['internet', 'without', 'eu-north-1', REGIONS_WITHOUT_BUDGETS.filter(region => !REGIONS_WITHOUT_HTTP_APIS.includes(region))],
  ] as const)(
    'finds nothing in a stage with access %s, for any region %s budgets that it may name',
    (access, _budgets, region, regions) => {
      expect(lint(synthesized(access, region), regions)).toBe('');
    },
  );

  // What one version of the published specifications lacks, a later one may have: more in our list leaves out too much, and breaks nothing.
  it.each([
    ['AWS::Budgets::Budget', REGIONS_WITHOUT_BUDGETS],
    ['AWS::ApiGatewayV2::Api', REGIONS_WITHOUT_HTTP_APIS],
  ])('knows no region without %s that is not known here', (type, regions) => {
    expect(lacking(type).filter(region => !regions.includes(String(region)))).toEqual([]);
  });

  it('says of eu-north-1 that it has no budgets, so that the list is not of thin air', () => {
    expect(lacking('AWS::Budgets::Budget')).toContain('eu-north-1');
  });
});
