import type { RowRule } from '../../../pipeline/errors';
import type { RowSpan } from '../reading/row-scanner';
import { splitRow } from '../reading/split-row';
import type { BadRowExample } from '../report';
import { type Fault, type Memory, observeRow, type Row, type Rules, type Verdict, validateRow } from '../validation/validate-row';
import { type Currencies, meet } from '../values/currency';
import type { ByteOutput } from '../writing/byte-output';
import { processedLine, withoutLineBreaks } from '../writing/csv-form';
import type { Quarantine } from '../writing/quarantine';

export interface RowOutputs {
  readonly processed: ByteOutput;
  readonly dropped: ByteOutput;
  readonly quarantine: Quarantine;
}

const MAX_EXAMPLES = 5;

/** The strict path: a row is split into fields, `validateRow` decides, and the row is written to one of the files. */
export class StrictRows {
  kept = 0;
  dropped = 0;
  quarantined = 0;
  continuations = 0;
  rounded = 0;
  lineBreaksReplaced = 0;
  /** How many rows break each rule, and the line of the first. */
  readonly broken = new Map<RowRule, { count: number; readonly line: number }>();
  /** The first few bad rows. */
  readonly examples: BadRowExample[] = [];
  readonly currency = new FileCurrency();
  readonly memory: Memory = { previousId: '', differingAmounts: undefined };

  constructor(
    private readonly rules: Rules,
    private readonly delimiter: string,
    private readonly outputs: RowOutputs,
  ) {}

  /** `raw` is the row as it lies in the file, without its line end. */
  read(raw: Buffer, span: RowSpan): void {
    const row = this.split(raw, span);
    const verdict = validateRow(row, this.rules, this.memory);
    switch (verdict.outcome) {
      case 'blank':
        return;
      case 'continuation':
        this.continuations++;
        return;
      case 'kept':
        this.kept++;
        this.write(this.outputs.processed, verdict, row.line);
        return;
      case 'dropped':
        this.dropped++;
        this.write(this.outputs.dropped, verdict, row.line);
        return;
      case 'bad':
        this.quarantined++;
        this.count(verdict.faults, row.line);
        this.outputs.quarantine.add({ line: row.line, raw, fields: row.fields, faults: verdict.faults });
    }
  }

  /** Notes what the row proves; it is neither counted nor written. */
  observe(raw: Buffer, span: RowSpan): void {
    observeRow(this.split(raw, span), this.rules);
  }

  private split(raw: Buffer, { line, badQuoting }: RowSpan): Row {
    return { line, badQuoting, fields: badQuoting ? [] : splitRow(raw.toString('utf8'), this.delimiter) };
  }

  private count(faults: readonly Fault[], line: number): void {
    for (const { rule } of faults) {
      const known = this.broken.get(rule);
      if (known) known.count++;
      else this.broken.set(rule, { count: 1, line });
    }
    if (this.examples.length === MAX_EXAMPLES) return;
    const columns = faults.flatMap(({ column }) => column ?? []);
    this.examples.push({
      line,
      column: columns.length > 0 ? columns.join('; ') : null,
      rule: faults.map(({ rule }) => rule).join('; '),
    });
  }

  private write(
    output: ByteOutput,
    { values, isRounded, currency }: Extract<Verdict, { outcome: 'kept' | 'dropped' }>,
    line: number,
  ): void {
    if (isRounded) this.rounded++;
    if (currency) this.currency.add(currency, line);
    const flat = values.map(withoutLineBreaks);
    for (const { replaced } of flat) this.lineBreaksReplaced += replaced;
    output.text(processedLine(flat.map(({ value }) => value)));
  }
}

/** The one currency of a file: what the signs and codes of all its rows may mean together. */
export class FileCurrency {
  known: Currencies | undefined;
  /** Two rows that agree in no currency. */
  mixed: readonly { readonly line: number; readonly currencies: Currencies }[] | undefined;
  private line = 0;

  add(currencies: Currencies, line: number): void {
    if (this.mixed || currencies === this.known) return;
    if (!this.known) {
      this.known = currencies;
      this.line = line;
      return;
    }
    const both = meet(this.known, currencies);
    if (both.size === 0) {
      this.mixed = [
        { line: this.line, currencies: this.known },
        { line, currencies },
      ];
    } else if (both.size < this.known.size) {
      this.known = both;
      this.line = line;
    }
  }
}
