import { defineStage } from './stage';

/** For showing the dashboard to people who have no AWS account: HTTPS, and a password. */
export const demo = defineStage({
  name: 'demo',
  data: 'removable',
  logDays: 14,
  dashboard: { access: 'internet', network: 'public-address' },
  operations: { monthlyBudgetUsd: 50 },
});
