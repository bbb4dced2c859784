import type { Column } from '../judging/columns';
import { type BadRowRule, judgeRow } from '../judging/judge-row';
import type { DropRule } from '../judging/rule';
import type { Header } from '../reading/header';
import { parseRow } from '../reading/parse-row';
import type { RowSpan } from '../reading/row-scanner';
import type { ByteOutput } from '../writing/byte-output';
import { processedLine, withoutLineBreaks } from '../writing/csv-form';
import type { Quarantine } from '../writing/quarantine';

/** `column` is null for a row that is bad as a whole. */
export interface BadRowExample {
  readonly line: number;
  readonly column: Column | null;
  readonly rule: BadRowRule;
}

const MAX_EXAMPLES = 5;

/** The strict path: csv-parse reads a row's fields, `judgeRow` decides, and the row is written to the one file or the other. */
export class StrictRows {
  kept = 0;
  dropped = 0;
  quarantined = 0;
  lineBreaksReplaced = 0;
  readonly rules: Partial<Record<BadRowRule, number>> = {};
  /** The first few bad rows. */
  readonly examples: BadRowExample[] = [];

  constructor(
    private readonly header: Header,
    private readonly drop: DropRule,
    private readonly processed: ByteOutput,
    private readonly quarantine: Quarantine,
  ) {}

  /** `raw` is the row as it lies in the file, without its line end. */
  read(raw: Buffer, { line, badQuoting }: RowSpan): void {
    const fields = badQuoting ? [] : parseRow(raw);
    const verdict = judgeRow({ fields, badQuoting }, this.header, this.drop);
    switch (verdict.outcome) {
      case 'kept':
        this.kept++;
        this.keep(verdict.values);
        return;
      case 'dropped':
        this.dropped++;
        return;
      case 'bad':
        this.quarantined++;
        this.rules[verdict.rule] = (this.rules[verdict.rule] ?? 0) + 1;
        if (this.examples.length < MAX_EXAMPLES) this.examples.push({ line, column: verdict.column, rule: verdict.rule });
        this.quarantine.add({ line, raw, fields, verdict });
    }
  }

  private keep(values: readonly string[]): void {
    const flat = values.map(withoutLineBreaks);
    for (const { replaced } of flat) this.lineBreaksReplaced += replaced;
    this.processed.text(processedLine(flat.map(({ value }) => value)));
  }
}
