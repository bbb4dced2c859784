import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { stageNamed } from '../../../infra/stages';
import type { Stage } from '../../../infra/stages/stage';

const ROOT = join(__dirname, '../../..');

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
  /** The resources of a type, by logical id. */
  all(type: string): ReadonlyMap<string, Resource>;
  /** The properties of the one resource of a type whose logical id begins so. */
  properties(type: string, idBegins?: string): Readonly<Record<string, unknown>>;
}

/** Synthesizes a stage without bundling its assets. The template is kept until a file changes that it could depend on. */
export function synthesize(stage: Stage | string): Synthesized {
  const json = TemplateJson.parse(JSON.parse(templateOf(typeof stage === 'string' ? stageNamed(stage) : stage)));
  const all = (type: string) => new Map(Object.entries(json.Resources).filter(([, resource]) => resource.Type === type));
  const properties = (type: string, idBegins = '') => {
    const found = [...all(type)].filter(([id]) => id.startsWith(idBegins));
    const [first, ...others] = found;
    if (!first || others.length > 0)
      throw new Error(`expected one ${type} ${idBegins}, got ${found.map(([id]) => id).join(', ') || 'none'}`);
    return first[1].Properties;
  };
  return { json, all, properties };
}

/** CDK takes seconds to load, so that happens outside of the test, once for all test files that ask for the same stage. */
function templateOf(stage: Stage): string {
  const input = JSON.stringify(stage);
  const kept = join(tmpdir(), 'orders-pipeline-templates', `${sourcesHash(input)}.json`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const script = join(__dirname, 'print-template.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', join(ROOT, 'register.cjs'), script], {
    input,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`stage ${stage.name} cannot be synthesized: ${stderr}`);
  mkdirSync(join(kept, '..'), { recursive: true });
  const draft = `${kept}.${process.pid}`;
  writeFileSync(draft, stdout);
  renameSync(draft, kept);
  return stdout;
}

function sourcesHash(input: string): string {
  const hash = createHash('sha256').update(input);
  const sources = ['infra', 'pipeline', 'queries', 'statemachine'].flatMap(folder =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(file => join(ROOT, folder, file)),
  );
  const own = [join(ROOT, 'package-lock.json'), join(__dirname, 'print-template.ts')];
  for (const file of [...sources, ...own].sort()) {
    if (/\.(ts|json|sql|sh)$/.test(file)) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 32);
}
