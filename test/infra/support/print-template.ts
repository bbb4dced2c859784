import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp } from '../../../infra/build-app';
import { defineStage } from '../../../infra/stages/stage';

// Reads a stage's settings and prints its template; the assets are not bundled.
const stage = defineStage(JSON.parse(readFileSync(0, 'utf8')));
const { stack } = buildApp(stage, { context: { 'aws:cdk:bundling-stacks': [] }, analyticsReporting: false });
process.stdout.write(JSON.stringify(Template.fromStack(stack).toJSON()));
