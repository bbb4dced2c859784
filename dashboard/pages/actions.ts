import type { Execution } from '../executions/execution';
import type { Upload } from '../uploads/upload';

/** A button that changes something, as a form: it works without scripts. */
export interface Action {
  readonly label: string;
  /** What it does, for who does not know yet. */
  readonly hint: string;
  readonly path: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** It takes another day. */
  readonly takesDay: boolean;
  /** What has to be ticked first; null for what can be undone. */
  readonly sure: string | null;
}

export function refreshAction(): Action {
  return action(
    'refresh',
    'Ask again',
    'Runs all queries again over the current uploads, as of today or another day.',
    {},
    { takesDay: true },
  );
}

/** What can be done about an execution. */
export function executionActions({ name, status, stoppedAt, uploadKey }: Execution): readonly Action[] {
  if (!stoppedAt) return [action('stop', 'Stop', 'The execution ends as Aborted; what it wrote stays.', { name }, { sure: 'Stop it' })];
  const hasFailed = status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED';
  return [
    ...(hasFailed ? [action('redrive', 'Redrive', 'It continues from the state that failed.', { name })] : []),
    uploadKey?.startsWith('raw/')
      ? action('run', 'Run again', 'A new execution reads the upload, as of today or another day.', { key: uploadKey }, { takesDay: true })
      : refreshAction(),
  ];
}

/** What can be done about an upload. */
export function uploadActions({ key, state, etag }: Upload): readonly Action[] {
  if (!key.startsWith('raw/')) return [];
  const isRefused = state === 'refused' || state === 'superseded';
  return [
    action('run', 'Run again', 'A new execution reads it, as of today or another day.', { key }, { takesDay: true }),
    ...(isRefused ? [action('dismiss', 'Dismiss', 'It stays as it is, and is no longer shown on the front page.', { key })] : []),
    ...(etag === null
      ? []
      : [action('withdraw', 'Withdraw', 'The file is deleted, and its orders leave the answers.', { key }, { sure: `Delete ${key}` })]),
  ];
}

interface More {
  readonly takesDay?: boolean;
  readonly sure?: string;
}

function action(
  name: string,
  label: string,
  hint: string,
  fields: Readonly<Record<string, string>>,
  { takesDay = false, sure }: More = {},
): Action {
  const hidden = Object.entries(fields).map(([field, value]) => ({ name: field, value }));
  return { label, hint, path: `/actions/${name}`, fields: hidden, takesDay, sure: sure ?? null };
}
