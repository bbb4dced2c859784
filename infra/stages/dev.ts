import { defineStage } from './stage';

/** For trying things in AWS: cheap, and `npm run destroy -- --stage dev --with-data` leaves nothing. */
export const dev = defineStage({
  name: 'dev',
  data: 'removable',
  logDays: 14,
  dashboard: { access: 'private', network: 'public-address' },
  operations: { monthlyBudgetUsd: 25 },
});
