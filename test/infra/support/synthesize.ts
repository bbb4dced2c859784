import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { STAGES, stageNamed } from '../../../infra/stages';
import type { Stage } from '../../../infra/stages/stage';
import { FOURTH } from './fourth-stage';
import { PINNED } from './pinned-stage';

const ROOT = join(__dirname, '../../..');
const KEPT = join(ROOT, 'node_modules', '.cache', 'orders-pipeline-templates');

const Resource = z.looseObject({
  DependsOn: z.union([z.string().transform(one => [one]), z.array(z.string())]).optional(),
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

/** Stages that only tests have. */
const EXTRA: readonly Stage[] = [FOURTH, PINNED];

/** The template of a stage, or of one of `EXTRA`; its assets are not bundled. It is kept until a file changes that it could depend on. */
export function synthesize(name: string): Synthesized {
  const json = TemplateJson.parse(JSON.parse(templateOf(EXTRA.find(stage => stage.name === name) ?? stageNamed(name))));
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

/** CDK takes seconds to load, so that happens outside of the tests, once for all test files and all stages. */
function templateOf(stage: Stage): string {
  const sources = sourcesHash();
  const keptAt = ({ name }: Stage) => join(KEPT, sources, `${name}.json`);
  if (!existsSync(keptAt(stage))) {
    const missing = [...STAGES, ...EXTRA].filter(each => !existsSync(keptAt(each)));
    const templates = print(missing);
    mkdirSync(join(KEPT, sources), { recursive: true });
    for (const [index, each] of missing.entries()) {
      const draft = `${keptAt(each)}.${process.pid}`;
      writeFileSync(draft, JSON.stringify(templates[index]));
      renameSync(draft, keptAt(each));
    }
    for (const former of readdirSync(KEPT).filter(hash => hash !== sources)) rmSync(join(KEPT, former), { recursive: true, force: true });
  }
  return readFileSync(keptAt(stage), 'utf8');
}

function print(stages: readonly Stage[]): readonly unknown[] {
  const script = join(__dirname, 'print-templates.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', join(ROOT, 'register.cjs'), script], {
    input: JSON.stringify(stages),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`stage ${stages.map(({ name }) => name).join(', ')} cannot be synthesized: ${stderr}`);
  return z.array(z.unknown()).parse(JSON.parse(stdout));
}

/** Of every file that a template could depend on, `FOURTH` among them. */
function sourcesHash(): string {
  const hash = createHash('sha256');
  const sources = ['infra', 'pipeline', 'queries', 'statemachine'].flatMap(folder =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(file => join(ROOT, folder, file)),
  );
  const own = [join(ROOT, 'package-lock.json'), join(__dirname, 'print-templates.ts'), join(__dirname, 'fourth-stage.ts')];
  for (const file of [...sources, ...own].sort()) {
    if (/\.(ts|json|sql|sh|yaml)$/.test(file)) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}
