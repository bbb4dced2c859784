import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { buildApp } from '../../../infra/build-app';
import { defineStage } from '../../../infra/stages/stage';

// Reads a list of stages' settings and prints their templates; the assets are not bundled.
const settings = z.array(z.any()).parse(JSON.parse(readFileSync(0, 'utf8')));
// CDK would take a folder of its own for each app, and leave it.
const outdir = mkdtempSync(join(tmpdir(), 'templates-'));
try {
  const templates = settings
    .map(each => buildApp({ stage: defineStage(each), context: { 'aws:cdk:bundling-stacks': [] }, analyticsReporting: false, outdir }))
    .map(({ stack }) => Template.fromStack(stack).toJSON());
  process.stdout.write(JSON.stringify(templates));
} finally {
  rmSync(outdir, { recursive: true });
}
