import type { Answer, Job } from './job';

/** What the laptop and its engine process say to each other. */
export type ToEngine = { readonly kind: 'run'; readonly id: string; readonly job: Job } | { readonly kind: 'cancel'; readonly id: string };

export type FromEngine =
  | { readonly kind: 'answered'; readonly id: string; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly id: string; readonly code: string; readonly detail: string };
