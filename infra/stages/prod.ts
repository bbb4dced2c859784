import { defineStage } from './stage';

/** The one that people rely on: nothing of it can be reached from the internet, and its data outlives it. */
export const prod = defineStage({
  name: 'prod',
  logDays: 90,
  dashboard: { access: 'private', network: 'endpoints' },
  operations: { monthlyBudgetUsd: 75 },
});
