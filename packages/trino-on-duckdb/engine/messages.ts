import type { Job, QueryResult } from './job';

/** The messages between local AWS and its engine process. */
export type ToEngine = { readonly kind: 'run'; readonly id: string; readonly job: Job } | { readonly kind: 'cancel'; readonly id: string };

export type FromEngine =
  | { readonly kind: 'succeeded'; readonly id: string; readonly result: QueryResult }
  | { readonly kind: 'failed'; readonly id: string; readonly code: string; readonly detail: string };
