import type { Verdict } from '../judging/judge-row';
import { ByteOutput } from './byte-output';
import { quarantineLine } from './csv-form';

/** What a quarantine file has behind the columns of the upload; `requeue` strips as many. */
export const QUARANTINE_COLUMNS = ['line', 'column', 'rule', 'value', 'reason'] as const;

export interface BadRow {
  /** The physical line on which it begins, from 1. */
  readonly line: number;
  /** The row as it lies in the file, without its line end. */
  readonly raw: Buffer;
  /** As they came; none where the quoting is broken. */
  readonly fields: readonly string[];
  readonly verdict: Extract<Verdict, { outcome: 'bad' }>;
}

/** Writes the rows that could not be understood, under the upload's own header. Nothing is written before the first of them. */
export class Quarantine {
  private readonly output: ByteOutput;
  private empty = true;

  constructor(
    private readonly names: readonly string[],
    receive: (block: Uint8Array) => void,
  ) {
    this.output = new ByteOutput(receive);
  }

  add({ line, raw, fields, verdict: { rule, column, value, reason } }: BadRow): void {
    if (this.empty) this.output.text(quarantineLine([...this.names, ...QUARANTINE_COLUMNS]));
    this.empty = false;
    const originals = this.names.map((_, index) => fields[index] ?? '');
    this.output.text(quarantineLine([...originals, String(line), column ?? '', rule, value ?? raw.toString('utf8'), reason]));
  }

  flush(): void {
    this.output.flush();
  }
}
