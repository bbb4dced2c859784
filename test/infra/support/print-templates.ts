import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { buildApp } from '../../../infra/build-app';
import { defineStage } from '../../../infra/stages/stage';

// Reads a list of stages' settings and prints their templates; the assets are not bundled.
const templates = z
  .array(z.any())
  .parse(JSON.parse(readFileSync(0, 'utf8')))
  .map(settings => buildApp({ stage: defineStage(settings), context: { 'aws:cdk:bundling-stacks': [] }, analyticsReporting: false }))
  .map(({ stack }) => Template.fromStack(stack).toJSON());
process.stdout.write(JSON.stringify(templates));
