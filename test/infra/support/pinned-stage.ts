import { defineStage } from '../../../infra/stages/stage';

/** A stage that says where it goes: an account, a region without budgets, two of its zones. */
export const PINNED = defineStage({
  name: 'pinned',
  account: '123456789012',
  region: 'eu-north-1',
  dashboard: { access: 'internet', network: 'public-address', availabilityZones: ['eu-north-1a', 'eu-north-1c'] },
});
