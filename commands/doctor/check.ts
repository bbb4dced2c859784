/** What one check found. */
export interface Finding {
  /** `note` is no fault, but worth knowing. */
  readonly state: 'good' | 'note' | 'bad';
  readonly text: string;
  /** What to do, where there is something to do. */
  readonly remedy?: string;
}

export interface Check {
  readonly name: string;
  readonly find: () => Promise<Finding>;
}

export const good = (text: string): Finding => ({ state: 'good', text });
export const note = (text: string, remedy?: string): Finding => ({ state: 'note', text, ...(remedy ? { remedy } : {}) });
export const bad = (text: string, remedy: string): Finding => ({ state: 'bad', text, remedy });

const MARKS = { good: '✓', note: '·', bad: '✗' } as const;

/** Runs the checks one after the other and prints a line for each. Gives how many found a fault. A check that fails is one. */
export async function examine(checks: readonly Check[], print: (line: string) => void): Promise<number> {
  let faults = 0;
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const { name, find } of checks) {
    const { state, text, remedy } = await find().catch((error: unknown) => unexpected(error));
    if (state === 'bad') faults++;
    print(`${MARKS[state]} ${name.padEnd(width)}  ${text}`);
    if (remedy !== undefined) print(`  ${''.padEnd(width)}  → ${remedy}`);
  }
  return faults;
}

function unexpected(error: unknown): Finding {
  const { name, message } = error instanceof Error ? error : { name: 'error', message: String(error) };
  if (name === 'AccessDeniedException' || name === 'AccessDenied' || name === 'AuthorizationError') {
    return note(`could not be looked up: ${message}`, 'ask for that permission, or look in the console');
  }
  if (name === 'CredentialsProviderError' || message === 'Region is missing') return note('not known without credentials and a region');
  return bad(`${name}: ${message}`, 'docs/deploy.md says what a deployment needs');
}
