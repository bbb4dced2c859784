import { demo } from './demo';
import { dev } from './dev';
import { prod } from './prod';
import { InvalidStage, type Stage } from './stage';

/** Every stage that can be deployed. Two of them can live in one account. */
export const STAGES: readonly Stage[] = [prod, dev, demo];

/** Throws `InvalidStage` if there is no stage of that name. */
export function stageNamed(name: string): Stage {
  const stage = STAGES.find(candidate => candidate.name === name);
  if (stage) return stage;
  const names = STAGES.map(candidate => candidate.name).join(', ');
  throw new InvalidStage(`expected a stage of infra/stages (${names}), got "${name}"`);
}
