import { defineStage } from '../../../infra/stages/stage';

/** What the project's own three stages leave out: the fourth way to reach a dashboard, a rule of its own, tables in Parquet, people who are told. */
export const FOURTH = defineStage({
  name: 'fourth',
  lifecycle: { raw: 20 },
  filter: { dropStatuses: ['canceled'], dropAfterDays: 7, maxBadShare: 0.1 },
  format: 'parquet',
  refresh: { at: '04:05' },
  deploy: { canary: { share: 10, minutes: 15 } },
  dashboard: { access: 'internet', network: 'endpoints', tunnel: 'session-manager', actions: true, uploads: true },
  operations: { monthlyBudgetUsd: 5, emails: ['on-call@example.com'], webhook: 'https://hooks.example.com/orders', answers: true },
});
