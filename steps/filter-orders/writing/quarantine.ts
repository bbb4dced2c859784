import type { Fault } from '../validation/validate-row';
import { ByteOutput } from './byte-output';
import { quarantineLine } from './csv-form';

/** What a quarantine file has behind the columns of the upload; `requeue` strips as many. */
export const QUARANTINE_COLUMNS = ['line', 'column', 'rule', 'value', 'reason'] as const;

export interface BadRow {
  /** The physical line on which it begins, from 1. */
  readonly line: number;
  /** The row as it lies in the file, without its line end. */
  readonly raw: Buffer;
  /** As received; none where the quoting is broken. */
  readonly fields: readonly string[];
  /** All that is wrong with it. */
  readonly faults: readonly Fault[];
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

  add({ line, raw, fields, faults }: BadRow): void {
    if (this.empty) this.output.text(quarantineLine([...this.names, ...QUARANTINE_COLUMNS]));
    this.empty = false;
    const originals = this.names.map((_, index) => fields[index] ?? '');
    const joined = (part: (fault: Fault) => string | null) => faults.flatMap(fault => part(fault) ?? []).join('; ');
    const isWhole = faults.every(({ column }) => column === null);
    const value = isWhole ? raw.toString('utf8') : joined(fault => fault.value);
    const facts = [String(line), joined(({ column }) => column), joined(({ rule }) => rule), value, joined(({ reason }) => reason)];
    this.output.text(quarantineLine([...originals, ...facts]));
  }

  flush(): void {
    this.output.flush();
  }
}
