/** What `npm run dev` watches, from the repository's root. `queries/` needs no watching: an execution always runs the files that are there. */
export const WATCHED = ['commands', 'dashboard', 'local', 'packages', 'pipeline', 'queries', 'sources', 'statemachine', 'steps'] as const;

/** What a changed file requires: `pages` restarts the dashboard within the process, `restart` restarts the process. */
export type Effect = 'pages' | 'restart';

/** The effect of a changed file, by its path from the repository's root; undefined if it has none. */
export function effectOf(path: string): Effect | undefined {
  const file = path.replaceAll('\\', '/');
  if (/(^|\/)(test|node_modules|coverage)\//.test(file) || /(^|\/)(\.|4913$)|~$/.test(file)) return undefined;
  if (/^dashboard\/(views|public)\//.test(file)) return 'pages';
  return /\.(ts|cjs|js|json|ya?ml)$/.test(file) ? 'restart' : undefined;
}
