import { type RowRule, ruleSentence } from '../../pipeline/errors';
import { type Reading, shopOfKey, type UploadSettings } from '../../pipeline/reading';
import type { Source } from '../../sources/source';
import { JSON_FORMAT, looksLikeJson, refuseOtherFormats, SIGNATURE_BYTES } from './bytes/not-csv';
import { looksLike, ToUtf8 } from './bytes/to-utf8';
import { endOfFile } from './end-of-file';
import { AmbiguousSource, DuplicateColumns, EmptyFile, NotCsv, NotUtf8 } from './file-errors';
import { type PlainRead, PlainRows } from './paths/plain-rows';
import { StrictRows } from './paths/strict-rows';
import { type Choice, chooseSource } from './reading/choose-source';
import { findHeaderBelow, HeaderReader, type HeaderRow } from './reading/header';
import type { Match } from './reading/layout';
import { missingColumns } from './reading/missing-columns';
import { RowScanner, type RowSpan } from './reading/row-scanner';
import { TextWindow } from './reading/text-window';
import { NOTHING_READ, type OrdersReport } from './report';
import { Evidence } from './validation/evidence';
import { type DropRule, dropRule, type FilterSettings } from './validation/rule';
import type { Rules } from './validation/validate-row';
import { currencyName } from './values/currency';
import { ByteOutput } from './writing/byte-output';
import { processedHeader } from './writing/csv-form';
import { Quarantine } from './writing/quarantine';

export interface FilterOptions {
  readonly key: string;
  readonly rules: FilterSettings;
  /** `YYYY-MM-DD`: the day from which an order's age is counted. */
  readonly asOf: string;
  readonly settings: UploadSettings;
  readonly sources: readonly Source[];
  readonly compression: 'gzip' | null;
  /** What a first reading of the whole file found: then nothing is open any more. */
  readonly evidence?: Evidence | undefined;
  /** Off, every row takes the strict path. Nothing but the time that it takes may change: the property tests compare the two. */
  readonly fastPath?: boolean;
  /** The longest line, and the longest row: 1 MiB. Tests take less. */
  readonly maxRowBytes?: number;
  /** How much text is searched for proofs before the first row is written: 1 MiB. Tests take less. */
  readonly proofBytes?: number;
}

/** Where the bytes of the files go. A block is the receiver's to keep. */
export interface FilterOutputs {
  readonly processed: (block: Uint8Array) => void;
  /** Called only when there is a dropped row. */
  readonly dropped: (block: Uint8Array) => void;
  /** Called only when there is a bad row. */
  readonly quarantine: (block: Uint8Array) => void;
}

/** What the end of the file shows: the report, or that the file has to be read again with all its evidence. */
export type FilterEnd = { readonly report: OrdersReport } | { readonly again: Evidence };

const MAX_ROW_BYTES = 1_048_576;
const PROOF_BYTES = 1_048_576;
/** Most files show all in their first rows; what contradicts later is seen then. */
const FIRST_PROOF_BYTES = 65_536;
/** How far below a header that misses columns a later one is looked for. */
const LOOK_BELOW_BYTES = 65_536;
const SLICE_BYTES = 256 * 1024;
const LF = 0x0a;
const CR = 0x0d;

/** What there is once the header has been read. */
interface Body {
  readonly match: Match;
  readonly delimiter: string;
  readonly rules: Rules;
  readonly scanner: RowScanner;
  readonly plain: PlainRows | undefined;
  readonly strict: StrictRows;
  readonly outputs: { readonly processed: ByteOutput; readonly dropped: ByteOutput; readonly quarantine: Quarantine };
}

/**
 * Filters one file of orders, chunk by chunk: bytes in, bytes out, nothing else.
 *
 * The first rows, up to a MiB of them, are searched for what their values prove: which number of a date is the day, which mark parts the decimals. Then the rows are
 * written. Where something is still open, or a later row contradicts, the rest of the file is searched too, and `end` asks for a second reading.
 *
 * A row takes one of two paths. The fast path (`PlainRows`) works on the bytes: it proves that a row is plain and good, and copies it. What it
 * cannot prove goes, unchanged, to the strict path: `RowScanner` finds the row's end, `validateRow` decides. There is one set of rules, and that is
 * `validateRow`.
 */
export class OrderFilter {
  private readonly window = new TextWindow();
  private readonly evidence: Evidence | undefined;
  private readonly drop: DropRule;
  private readonly maxRowBytes: number;
  private readonly proofBytes: number;
  private readonly fits: (names: readonly string[]) => boolean;
  private readonly headers: HeaderReader;
  private head: Buffer | undefined = Buffer.alloc(0);
  private text: ToUtf8 | undefined;
  private isMarkPassed = false;
  private body: Body | undefined;
  /** A header that misses columns, until enough of what follows is there to say where the header may be. */
  private refused: { readonly header: HeaderRow; readonly choice: Extract<Choice, { outcome: 'missing' }> } | undefined;
  private phase: 'probing' | 'writing' | 'proving' = 'probing';
  /** Searches the first rows for proofs, as far as is needed. */
  private prober: RowScanner | undefined;
  private probeBytes: number;

  constructor(
    private readonly options: FilterOptions,
    private readonly outputs: FilterOutputs,
  ) {
    const { maxRowBytes = MAX_ROW_BYTES, proofBytes = PROOF_BYTES, rules, asOf, sources, settings, evidence } = options;
    this.drop = dropRule(rules, asOf);
    this.maxRowBytes = maxRowBytes;
    this.proofBytes = proofBytes;
    this.probeBytes = Math.min(FIRST_PROOF_BYTES, proofBytes);
    this.evidence = evidence;
    this.fits = names => chooseSource(names, sources, settings).outcome !== 'missing';
    this.headers = new HeaderReader(this.window, maxRowBytes, this.fits);
  }

  /** Throws the error of the file as soon as its deciding byte is there; the filter is of no more use then. */
  write(chunk: Uint8Array): void {
    if (this.head) {
      this.head = Buffer.concat([this.head, chunk]);
      if (this.head.length >= SIGNATURE_BYTES) this.takeHead(this.head);
    } else this.decode(chunk);
  }

  /** Throws what only the end of a file shows. */
  end(): FilterEnd {
    if (this.head) this.takeHead(this.head);
    this.text?.end(() => this.lineAtEnd());
    this.window.finish();
    this.read(true);
    if (!this.body) throw new EmptyFile();
    const { evidence } = this.body.rules;
    if (this.phase === 'proving') {
      evidence.complete();
      return { again: evidence };
    }
    const { processed, dropped, quarantine } = this.body.outputs;
    processed.flush();
    dropped.flush();
    quarantine.flush();
    const { report } = this;
    const { strict, rules } = this.body;
    const error = endOfFile({
      report,
      evidence: rules.evidence,
      strict,
      maxBadShare: this.options.rules.maxBadShare,
      key: this.options.key,
    });
    if (error) throw error;
    return { report };
  }

  /** What is known so far. */
  get report(): OrdersReport {
    const { body } = this;
    if (!body) return { ...NOTHING_READ, reading: undefined };
    const { plain, strict, match } = body;
    const [kept, dropped] = [(plain?.kept ?? 0) + strict.kept, (plain?.dropped ?? 0) + strict.dropped];
    const { quarantined, continuations, examples, lineBreaksReplaced } = strict;
    const rules: Partial<Record<RowRule, number>> = {};
    for (const [rule, { count }] of strict.broken) rules[rule] = count;
    return {
      read: kept + dropped + quarantined + continuations,
      kept,
      dropped,
      quarantined,
      continuations,
      rules,
      examples,
      problems: [...strict.broken].map(([rule, { count, line }]) => ({ rule, sentence: ruleSentence(rule), count, line })),
      lineBreaksReplaced,
      extraColumns: match.layout.extraColumns,
      reading: this.reading(body),
    };
  }

  private reading({ match: { source, layout }, delimiter, rules: { evidence }, strict }: Body): Reading {
    const { settings, key, compression } = this.options;
    const { OrderID, Customer, Amount, Status, OrderDate } = layout.values;
    const nameOf = ([first]: readonly { readonly name: string }[]) => first?.name ?? null;
    return {
      source: source.name,
      shop: settings.shop ?? shopOfKey(key),
      columns: {
        OrderID: nameOf(OrderID),
        Customer: nameOf(Customer),
        Amount: nameOf(Amount),
        Status: nameOf(Status),
        OrderDate: nameOf(OrderDate),
      },
      compression,
      encoding: this.text?.encoding ?? 'utf-8',
      delimiter,
      dateOrder: evidence.reportedOrder,
      decimal: evidence.reportedDecimal,
      currency: strict.currency.known ? currencyName(strict.currency.known) : (settings.currency ?? null),
      rows: settings.rows ?? source.rows ?? null,
      rounded: strict.rounded,
      continuations: strict.continuations,
      settings,
    };
  }

  private takeHead(head: Buffer): void {
    this.head = undefined;
    refuseOtherFormats(head);
    this.text = new ToUtf8(head, this.options.settings.encoding);
    this.decode(head);
  }

  private decode(chunk: Uint8Array): void {
    for (let start = 0; start < chunk.length; start += SLICE_BYTES) {
      const slice = chunk.subarray(start, start + SLICE_BYTES);
      this.window.append(this.text?.decode(slice, () => this.lineAtEnd()) ?? slice, this.keepFrom);
      this.read(false);
    }
  }

  private get keepFrom(): number {
    if (this.refused) return this.refused.header.scanner.start;
    if (!this.body) return this.headers.keepFrom;
    return this.body.scanner.keepFrom;
  }

  private lineAtEnd(): number {
    const { valid } = this.window;
    return this.body ? this.body.scanner.lineAt(valid) : this.headers.lineAt(valid);
  }

  private read(isLast: boolean): void {
    const { bad } = this.window;
    const isEnd = isLast && bad === undefined;
    this.passByteOrderMark();
    if (!this.body && !this.refused) this.readHeader(isEnd);
    if (this.refused) this.refuseHeader(this.refused, isLast || bad !== undefined);
    if (this.body) this.readBody(this.body, isLast, isEnd);
    if (bad !== undefined) throw new NotUtf8(this.lineAtBad(bad), bad, looksLike(this.window.bytes[bad - this.window.base] ?? 0));
  }

  private lineAtBad(bad: number): number {
    return this.body ? this.body.scanner.lineAt(bad) : this.headers.lineAt(bad);
  }

  private passByteOrderMark(): void {
    if (this.isMarkPassed || this.window.valid === 0) return;
    this.isMarkPassed = true;
    if (this.window.startsWithByteOrderMark()) this.headers.resume(3);
  }

  private readHeader(isEnd: boolean): void {
    const header = this.headers.next(this.window.valid, isEnd);
    if (!header) return;
    const choice = chooseSource(header.names, this.options.sources, this.options.settings);
    if (choice.outcome === 'ambiguous') throw new AmbiguousSource(choice.sources.map(({ name }) => name));
    if (choice.outcome === 'missing') this.refused = { header, choice };
    else {
      const [repeated] = choice.match.repeated;
      if (repeated) throw new DuplicateColumns(repeated.column, repeated.names);
      this.begin(header, choice.match);
    }
  }

  private refuseHeader({ header, choice }: NonNullable<typeof this.refused>, isAllThere: boolean): void {
    const { window } = this;
    const limit = Math.min(window.valid, header.scanner.start + LOOK_BELOW_BYTES);
    if (!isAllThere && limit === window.valid) return;
    if (looksLikeJson(header.text)) throw new NotCsv(...JSON_FORMAT);
    const headerBelow = findHeaderBelow(window, header.scanner, limit, this.maxRowBytes, this.fits);
    throw missingColumns(choice, header, headerBelow, this.options.settings.columns);
  }

  private begin({ delimiter, scanner }: HeaderRow, match: Match): void {
    const { settings } = this.options;
    const { source, layout } = match;
    const evidence = this.evidence ?? new Evidence(settings.dateOrder ?? source.dateOrder, settings.decimal ?? source.decimal);
    const rules: Rules = {
      layout,
      evidence,
      drop: this.drop,
      currency: settings.currency === undefined ? undefined : new Set([settings.currency]),
      statuses: new Map(Object.entries(source.statuses)),
      rows: settings.rows ?? source.rows,
      notOrders: source.notOrders.map(pattern => new RegExp(pattern, 'i')),
    };
    const outputs = {
      processed: new ByteOutput(this.outputs.processed),
      dropped: new ByteOutput(withHeader(this.outputs.dropped)),
      quarantine: new Quarantine(layout.names, this.outputs.quarantine),
    };
    outputs.processed.text(processedHeader());
    const strict = new StrictRows(rules, delimiter, outputs);
    const plain = this.options.fastPath === false ? undefined : PlainRows.for(rules, delimiter, this.maxRowBytes, outputs, strict.currency);
    this.body = { match, delimiter, rules, scanner, plain, strict, outputs };
    if (this.evidence) this.phase = 'writing';
  }

  private readBody(body: Body, isLast: boolean, isEnd: boolean): void {
    if (this.phase === 'probing') {
      const isAllThere = isLast || this.window.bad !== undefined;
      if (!isAllThere && this.window.valid - body.scanner.start < this.probeBytes) return;
      this.probe(body, isEnd);
      const { evidence } = body.rules;
      if (isEnd) evidence.complete();
      if (evidence.isUndecided && !isAllThere && this.probeBytes < this.proofBytes) {
        this.probeBytes *= 4;
        return;
      }
      this.phase = evidence.isUndecided ? 'proving' : 'writing';
    }
    if (this.phase === 'writing') this.writeRows(body, isEnd);
    if (this.phase === 'proving') this.proveRows(body, body.scanner, isEnd);
  }

  /** Notes what the rows prove that are in memory, and leaves them to be read. */
  private probe(body: Body, isEnd: boolean): void {
    if (!this.prober) {
      this.prober = new RowScanner(this.window, this.maxRowBytes, body.delimiter.charCodeAt(0));
      // Passes the LF of a CRLF whose CR has ended the header.
      body.scanner.isAtRowStart();
      this.prober.resume(body.scanner.start, body.scanner.line - 1);
    }
    try {
      this.proveRows(body, this.prober, isEnd);
    } catch {
      // A row that is too long: the rows before it are written first.
    }
  }

  private proveRows({ plain, strict, rules }: Body, scanner: RowScanner, isEnd: boolean): void {
    plain?.useNoEvidence();
    const to = this.endOfPlainRows(plain);
    const prove = () => this.readPlainRows(scanner, to, (bytes, from, end) => plain?.prove(bytes, from, end, rules.evidence, scanner.line));
    prove();
    for (let span = scanner.next(this.window.valid, isEnd); span; span = scanner.next(this.window.valid, isEnd)) {
      strict.observe(this.bytesOf(span), span);
      prove();
    }
  }

  private writeRows(body: Body, isEnd: boolean): void {
    const { scanner, strict, plain, rules } = body;
    const { evidence } = rules;
    plain?.useEvidence(evidence);
    const to = this.endOfPlainRows(plain);
    const readPlain = () =>
      this.readPlainRows(scanner, to, (bytes, from, end) => plain?.read(bytes, from, end, strict.memory, evidence, scanner.line));
    readPlain();
    for (let span = scanner.next(this.window.valid, isEnd); span; span = scanner.next(this.window.valid, isEnd)) {
      strict.read(this.bytesOf(span), span);
      if (evidence.isStale) {
        this.phase = 'proving';
        return;
      }
      readPlain();
    }
    if (evidence.isStale) this.phase = 'proving';
  }

  /** The fast path reads up to the last line end; lone CRs are looked for only where there is no LF. */
  private endOfPlainRows(plain: PlainRows | undefined): number {
    if (!plain) return 0;
    const { text, base } = this.window;
    const last = text.lastIndexOf(LF);
    return base + (last < 0 ? text.lastIndexOf(CR) : last) + 1;
  }

  /** `read` returns the index behind the rows that it read, and how many lines these are. */
  private readPlainRows(
    scanner: RowScanner,
    to: number,
    read: (bytes: Uint8Array, from: number, to: number) => PlainRead | undefined,
  ): void {
    const { window } = this;
    if (scanner.start >= to || !scanner.isAtRowStart()) return;
    const done = read(window.bytes, scanner.start - window.base, to - window.base);
    if (done && done.rows > 0) scanner.resume(window.base + done.end, done.rows);
  }

  private bytesOf({ start, end }: RowSpan): Buffer {
    return this.window.bytes.subarray(start - this.window.base, end - this.window.base);
  }
}

/** No header where no row follows. */
function withHeader(receive: (block: Uint8Array) => void): (block: Uint8Array) => void {
  let isFirst = true;
  return block => {
    if (isFirst) receive(Buffer.from(processedHeader()));
    isFirst = false;
    receive(block);
  };
}
