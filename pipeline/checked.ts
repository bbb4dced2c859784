import type { Reading, UploadSettings } from './reading';

/** What the pipeline would make of a file: `npm run check` for a page. It is the filter's own reading, which the dashboard is given from outside. */
export type CheckFile = (file: FileToCheck) => Promise<Checked>;

export interface FileToCheck {
  /** The key that it would get: its name says what kind of file it is. */
  readonly key: string;
  /** Its bytes from the start; called more than once. */
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly settings: UploadSettings;
}

export interface Checked {
  /** Why it would be refused; null where it would be read. */
  readonly error: { readonly name: string; readonly message: string } | null;
  readonly read: number;
  readonly kept: number;
  readonly dropped: number;
  readonly quarantined: number;
  readonly continuations: number;
  readonly problems: readonly { readonly sentence: string; readonly count: number; readonly line: number }[];
  /** Null where it was refused before its header was understood. */
  readonly reading: Reading | null;
  /** The names in its header, to choose columns from. */
  readonly header: readonly string[];
}
