import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { buildApp } from '../infra/build-app';
import { STAGES } from '../infra/stages';

/** One rule that one pack holds against some resources. */
export interface Finding {
  readonly rule: string;
  readonly description: string;
  readonly resources: readonly string[];
}

/**
 * What the packs say that are not made for every system: as information, to be read and weighed. AwsSolutions is not among them: what
 * that pack finds fails the synthesis.
 */
export function findings(app: App): readonly Finding[] {
  return [new ServerlessChecks(), new NIST80053R5Checks()].flatMap(pack =>
    pack.validateScope(app).violations.map(({ ruleName, description, violatingResources }) => ({
      rule: ruleName,
      description,
      resources: violatingResources.flatMap(({ constructPath }) => constructPath ?? []),
    })),
  );
}

if (require.main === module) {
  // CDK would take a new folder for each app, and leave it.
  const outdir = mkdtempSync(join(tmpdir(), 'audit-'));
  for (const stage of STAGES) {
    console.log(`\nstage ${stage.name}`);
    const { app } = buildApp({ stage, context: { 'aws:cdk:bundling-stacks': [] }, outdir });
    for (const { rule, description, resources } of findings(app)) {
      console.log(`\n${rule}: ${description}`);
      for (const resource of resources) console.log(`  ${resource}`);
    }
  }
  rmSync(outdir, { recursive: true });
}
