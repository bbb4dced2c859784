import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { buildApp } from '../../../infra/build-app';
import { stageNamed } from '../../../infra/stages';
import type { Stage } from '../../../infra/stages/stage';

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});

const TemplateJson = z.looseObject({
  Resources: z.record(z.string(), Resource),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })),
});

export type Resource = z.output<typeof Resource>;

/** A stage's template, and short ways into it. */
export interface Synthesized {
  readonly json: z.output<typeof TemplateJson>;
  readonly template: Template;
  /** The resources of a type, by logical id. */
  all(type: string): ReadonlyMap<string, Resource>;
  /** The properties of the one resource of a type whose logical id begins so. */
  properties(type: string, idBegins?: string): Readonly<Record<string, unknown>>;
}

const done = new Map<string, Synthesized>();

/** Synthesizes a stage without bundling its assets; each stage once per test file. */
export function synthesize(stage: Stage | string): Synthesized {
  const settings = typeof stage === 'string' ? stageNamed(stage) : stage;
  const key = JSON.stringify(settings);
  const known = done.get(key);
  if (known) return known;
  const { stack } = buildApp(settings, { context: { 'aws:cdk:bundling-stacks': [] }, analyticsReporting: false });
  const template = Template.fromStack(stack);
  const json = TemplateJson.parse(template.toJSON());
  const all = (type: string) => new Map(Object.entries(json.Resources).filter(([, resource]) => resource.Type === type));
  const properties = (type: string, idBegins = '') => {
    const found = [...all(type)].filter(([id]) => id.startsWith(idBegins));
    const [first, ...others] = found;
    if (!first || others.length > 0)
      throw new Error(`expected one ${type} ${idBegins}, got ${found.map(([id]) => id).join(', ') || 'none'}`);
    return first[1].Properties;
  };
  const made = { json, template, all, properties };
  done.set(key, made);
  return made;
}
