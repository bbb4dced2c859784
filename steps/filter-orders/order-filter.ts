import { EmptyFile, NotUtf8 } from './errors';
import type { BadRowRule } from './judging/judge-row';
import { type DropRule, dropRule, type FilterSettings } from './judging/rule';
import { PlainRows } from './paths/plain-rows';
import { type BadRowExample, StrictRows } from './paths/strict-rows';
import { type Header, parseHeader } from './reading/header';
import { RowScanner, type RowSpan } from './reading/row-scanner';
import { TextWindow } from './reading/text-window';
import { ByteOutput } from './writing/byte-output';
import { processedHeader } from './writing/csv-form';
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
  /** The first few bad rows: never a value. */
  readonly examples: readonly BadRowExample[];
  /** Line breaks inside written values that became spaces. */
  readonly lineBreaksReplaced: number;
  readonly extraColumns: readonly string[];
}

const MAX_ROW_BYTES = 1_048_576;
const SLICE_BYTES = 256 * 1024;
const LF = 0x0a;
const CR = 0x0d;

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
  private isMarkPassed = false;
  /** How far the header has been searched for a NUL. */
  private searched = 0;
  /** What there is once the header has been read. */
  private body:
    | { readonly header: Header; readonly plain: PlainRows; readonly strict: StrictRows; readonly quarantine: Quarantine }
    | undefined;

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
      this.read(false);
    }
  }

  end(): FilterReport {
    this.window.finish();
    this.read(true);
    if (!this.body) throw new EmptyFile();
    const { header, plain, strict, quarantine } = this.body;
    this.processed.flush();
    quarantine.flush();
    const [kept, dropped] = [plain.kept + strict.kept, plain.dropped + strict.dropped];
    const { quarantined, rules, examples, lineBreaksReplaced } = strict;
    const read = kept + dropped + quarantined;
    return { read, kept, dropped, quarantined, rules, examples, lineBreaksReplaced, extraColumns: header.extraColumns };
  }

  private read(isLast: boolean): void {
    const { bad } = this.window;
    this.passByteOrderMark();
    if (!this.body) this.readHeader(isLast && bad === undefined);
    if (this.body) this.readRows(isLast && bad === undefined);
    if (bad !== undefined) throw new NotUtf8(this.scanner.lineAt(bad), bad);
  }

  private passByteOrderMark(): void {
    if (this.isMarkPassed || this.window.valid === 0) return;
    this.isMarkPassed = true;
    if (this.window.startsWithByteOrderMark()) this.scanner.resume(3, 0);
  }

  /** A NUL is no character of a header: UTF-16 without a byte order mark looks like that. */
  private readHeader(isEnd: boolean): void {
    const { window, scanner } = this;
    const nul = window.text.indexOf(0, this.searched - window.base);
    const limit = nul < 0 ? window.valid : window.base + nul;
    this.searched = limit;
    const span = scanner.next(limit, isEnd && nul < 0);
    if (span) this.begin(parseHeader(this.bytesOf(span), span.badQuoting));
    else if (nul >= 0) throw new NotUtf8(scanner.lineAt(limit), limit);
  }

  private begin(header: Header): void {
    this.processed.text(processedHeader());
    const quarantine = new Quarantine(header.names, this.outputs.quarantine);
    const plain = new PlainRows(header, this.drop, this.maxRowBytes, this.processed);
    const strict = new StrictRows(header, this.drop, this.processed, quarantine);
    this.body = { header, plain, strict, quarantine };
  }

  private readRows(isEnd: boolean): void {
    const { window, scanner } = this;
    const to = this.endOfPlainRows();
    this.readPlainRows(to);
    for (let span = scanner.next(window.valid, isEnd); span; span = scanner.next(window.valid, isEnd)) {
      this.body?.strict.read(this.bytesOf(span), span);
      this.readPlainRows(to);
    }
  }

  /** The fast path reads up to the last line end; lone CRs are looked for only where there is no LF. */
  private endOfPlainRows(): number {
    if (!this.fastPath) return 0;
    const { text, base } = this.window;
    const last = text.lastIndexOf(LF);
    return base + (last < 0 ? text.lastIndexOf(CR) : last) + 1;
  }

  private readPlainRows(to: number): void {
    const { window, scanner, body } = this;
    if (!body || scanner.start >= to || !scanner.isAtRowStart()) return;
    const { plain } = body;
    const before = plain.kept + plain.dropped;
    const end = plain.read(window.bytes, scanner.start - window.base, to - window.base);
    scanner.resume(window.base + end, plain.kept + plain.dropped - before);
  }

  private bytesOf({ start, end }: RowSpan): Buffer {
    return this.window.bytes.subarray(start - this.window.base, end - this.window.base);
  }
}
