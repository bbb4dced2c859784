import { EmptyFile, NotUtf8 } from './errors';
import type { Column } from './judging/columns';
import { type BadRowRule, judgeRow, type Row } from './judging/judge-row';
import { type DropRule, dropRule, type FilterSettings } from './judging/rule';
import { type Header, parseHeader } from './reading/header';
import { parseRow } from './reading/parse-row';
import { PlainRows } from './reading/plain-rows';
import { RowScanner, type RowSpan } from './reading/row-scanner';
import { TextWindow } from './reading/text-window';
import { ByteOutput } from './writing/byte-output';
import { processedHeader, processedLine, withoutLineBreaks } from './writing/csv-form';
import { Quarantine } from './writing/quarantine';

export interface FilterOptions {
  readonly settings: FilterSettings;
  /** `YYYY-MM-DD`: the day from which an order's age is counted. */
  readonly asOf: string;
  /** Off, every row takes the strict path. Nothing but the time that it takes may change: the property tests compare the two. */
  readonly fastPath?: boolean;
  /** The longest line, and the longest row: 1 MiB. Tests take less. */
  readonly maxRowBytes?: number;
}

/** Where the bytes of the two files go. A block is the receiver's to keep. */
export interface FilterOutputs {
  readonly processed: (block: Uint8Array) => void;
  /** Called only when there is a bad row. */
  readonly quarantine: (block: Uint8Array) => void;
}

/** read = kept + dropped + quarantined. */
export interface FilterReport {
  readonly read: number;
  readonly kept: number;
  readonly dropped: number;
  readonly quarantined: number;
  readonly rules: Readonly<Partial<Record<BadRowRule, number>>>;
  /** The first few bad rows; `column` is null for a row that is bad as a whole. Never a value. */
  readonly examples: readonly { readonly line: number; readonly column: Column | null; readonly rule: BadRowRule }[];
  /** Line breaks inside written values that became spaces. */
  readonly lineBreaksReplaced: number;
  readonly extraColumns: readonly string[];
}

const MAX_ROW_BYTES = 1_048_576;
const SLICE_BYTES = 256 * 1024;
const MAX_EXAMPLES = 5;
const LF = 0x0a;

/**
 * Filters one file of orders, chunk by chunk: bytes in, bytes out, nothing else.
 *
 * A row takes one of two paths. The fast path (`PlainRows`) works on the bytes: it proves that a row is plain and good, and copies or passes over it.
 * Whatever it cannot prove goes, unchanged, to the strict path: `RowScanner` finds the row's end, csv-parse its fields, `judgeRow` decides. There is
 * one set of rules, and that is `judgeRow`.
 */
export class OrderFilter {
  private readonly window = new TextWindow();
  private readonly scanner: RowScanner;
  private readonly processed: ByteOutput;
  private readonly drop: DropRule;
  private readonly fastPath: boolean;
  private readonly maxRowBytes: number;
  private body: Body | undefined;
  private begun = false;
  /** How far the header has been searched for a NUL. */
  private searched = 0;

  private kept = 0;
  private dropped = 0;
  private quarantined = 0;
  private lineBreaksReplaced = 0;
  private readonly rules: Partial<Record<BadRowRule, number>> = {};
  private readonly examples: FilterReport['examples'][number][] = [];

  constructor(
    { settings, asOf, fastPath = true, maxRowBytes = MAX_ROW_BYTES }: FilterOptions,
    private readonly outputs: FilterOutputs,
  ) {
    this.drop = dropRule(settings, asOf);
    this.fastPath = fastPath;
    this.maxRowBytes = maxRowBytes;
    this.scanner = new RowScanner(this.window, maxRowBytes);
    this.processed = new ByteOutput(outputs.processed);
  }

  /** Throws the error of the file as soon as its deciding byte is there; the filter is of no more use then. */
  write(chunk: Uint8Array): void {
    for (let start = 0; start < chunk.length; start += SLICE_BYTES) {
      this.window.append(chunk.subarray(start, start + SLICE_BYTES), this.scanner.keepFrom);
      this.readRows(false);
    }
  }

  end(): FilterReport {
    this.window.finish();
    this.readRows(true);
    if (!this.body) throw new EmptyFile();
    this.processed.flush();
    this.body.quarantine.flush();
    const { plain, header } = this.body;
    const kept = this.kept + plain.kept;
    const dropped = this.dropped + plain.dropped;
    const { quarantined, rules, examples, lineBreaksReplaced } = this;
    return {
      read: kept + dropped + quarantined,
      kept,
      dropped,
      quarantined,
      rules,
      examples,
      lineBreaksReplaced,
      extraColumns: header.extraColumns,
    };
  }

  private readRows(last: boolean): void {
    const { window, scanner } = this;
    this.passByteOrderMark();
    const atEnd = last && window.bad === undefined;
    this.body ??= this.readHeader(atEnd);
    if (this.body) {
      const to = window.base + window.bytes.subarray(0, window.valid - window.base).lastIndexOf(LF) + 1;
      this.readPlainRows(this.body, to);
      for (let span = scanner.next(window.valid, atEnd); span; span = scanner.next(window.valid, atEnd)) {
        this.judge(span, this.body);
        this.readPlainRows(this.body, to);
      }
    }
    if (window.bad !== undefined) throw new NotUtf8(scanner.lineAt(window.bad), window.bad);
  }

  private passByteOrderMark(): void {
    if (this.begun || this.window.valid === 0) return;
    this.begun = true;
    if (this.window.startsWithByteOrderMark()) this.scanner.resume(3, 0);
  }

  /** A NUL is no character of a header: UTF-16 without a byte order mark looks like that. */
  private readHeader(atEnd: boolean): Body | undefined {
    const { window, scanner } = this;
    const nul = window.bytes.subarray(0, window.valid - window.base).indexOf(0, this.searched - window.base);
    const limit = nul < 0 ? window.valid : window.base + nul;
    this.searched = limit;
    const span = scanner.next(limit, atEnd && nul < 0);
    if (span) return this.begin(parseHeader(this.bytesOf(span), span.badQuoting));
    if (nul >= 0) throw new NotUtf8(scanner.lineAt(limit), limit);
    return undefined;
  }

  private begin(header: Header): Body {
    this.processed.text(processedHeader());
    return {
      header,
      plain: new PlainRows(header, this.drop, this.maxRowBytes, this.processed),
      quarantine: new Quarantine(header.names, this.outputs.quarantine),
    };
  }

  private readPlainRows({ plain }: Body, to: number): void {
    const { window, scanner } = this;
    if (!this.fastPath || scanner.start >= to || !scanner.isAtRowStart()) return;
    const before = plain.kept + plain.dropped;
    const end = plain.read(window.bytes, scanner.start - window.base, to - window.base);
    scanner.resume(window.base + end, plain.kept + plain.dropped - before);
  }

  private judge(span: RowSpan, { header, quarantine }: Body): void {
    const raw = this.bytesOf(span);
    const row: Row = span.badQuoting ? { badQuoting: true, fields: [] } : { badQuoting: false, fields: parseRow(raw) };
    const verdict = judgeRow(row, header, this.drop);
    switch (verdict.outcome) {
      case 'kept': {
        const values = verdict.values.map(withoutLineBreaks);
        this.processed.text(processedLine(values.map(({ value }) => value)));
        this.lineBreaksReplaced += values.reduce((sum, { replaced }) => sum + replaced, 0);
        this.kept++;
        return;
      }
      case 'dropped':
        this.dropped++;
        return;
      case 'bad': {
        const { rule, column } = verdict;
        quarantine.add({ line: span.line, raw, fields: row.fields, verdict });
        this.quarantined++;
        this.rules[rule] = (this.rules[rule] ?? 0) + 1;
        if (this.examples.length < MAX_EXAMPLES) this.examples.push({ line: span.line, column, rule });
      }
    }
  }

  private bytesOf({ start, end }: RowSpan): Buffer {
    return this.window.bytes.subarray(start - this.window.base, end - this.window.base);
  }
}

/** What there is once the header has been read. */
interface Body {
  readonly header: Header;
  readonly plain: PlainRows;
  readonly quarantine: Quarantine;
}
