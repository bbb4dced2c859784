import type { Checked } from '../../pipeline/checked';
import { COLUMNS } from '../../pipeline/columns';
import { DATE_ORDERS, DECIMALS, ROW_MODES, type UploadSettings } from '../../pipeline/reading';
import { fieldsOf } from '../uploading/settings';
import type { SpooledFile } from '../uploading/spool';
import { bytesOf, countOf, plural } from './format';
import type { Viewer } from './viewer';

/** What the pipeline would make of a file that someone has chosen, before it is uploaded. */
export interface CheckedPage {
  readonly key: string;
  readonly size: string;
  /** What became of the check, in a sentence. */
  readonly verdict: string;
  readonly tone: 'good' | 'bad' | 'quiet';
  /** What is wrong with the settings; null for nothing. */
  readonly problem: string | null;
  readonly error: string | null;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly problems: readonly { readonly sentence: string; readonly count: string; readonly line: string }[];
  /** The same name is in the bucket: its orders give way. */
  readonly replaces: boolean;
  readonly canUpload: boolean;
  readonly checkPath: string;
  readonly sendPath: string;
  readonly dropPath: string;
  /** The settings as they stand. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly choices: readonly Choice[];
  readonly columns: readonly { readonly name: string; readonly label: string; readonly value: string }[];
  readonly header: readonly string[];
}

interface Choice {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** Empty for a free text. */
  readonly options: readonly string[];
}

export interface CheckedPageData {
  readonly file: SpooledFile;
  readonly settings: UploadSettings;
  readonly problem: string | null;
  /** Null where this host does not have the filter. */
  readonly checked: Checked | null;
  readonly isThere: boolean;
  readonly viewer: Viewer;
}

export function checkedPage({ file, settings, problem, checked, isThere, viewer }: CheckedPageData): CheckedPage {
  const leftOut = checked ? checked.quarantined : 0;
  const isRefused = checked?.error != null;
  return {
    key: file.key,
    size: bytesOf(file.bytes),
    verdict: verdictOf(checked, leftOut, viewer),
    tone: isRefused ? 'bad' : checked ? 'good' : 'quiet',
    problem,
    error: checked?.error?.message ?? null,
    facts: checked ? factsOf(checked, viewer) : [],
    problems: (checked?.problems ?? []).map(({ sentence, count, line }) => ({
      sentence,
      count: countOf(count, viewer),
      line: countOf(line, viewer),
    })),
    replaces: isThere,
    canUpload: !isRefused && problem === null,
    checkPath: `/uploads/check/${file.token}`,
    sendPath: `/uploads/send/${file.token}`,
    dropPath: `/uploads/drop/${file.token}`,
    fields: fieldsOf(settings),
    choices: choicesOf(settings),
    columns: COLUMNS.map(column => ({ name: `column-${column}`, label: column, value: settings.columns?.[column] ?? '' })),
    header: checked?.header ?? [],
  };
}

function verdictOf(checked: Checked | null, leftOut: number, viewer: Viewer): string {
  if (!checked) return 'Its execution will say how it is read.';
  if (checked.error) return `It would be refused: ${checked.error.name}.`;
  const counted = `${plural(checked.kept, 'row', 'rows', viewer)} of ${countOf(checked.read, viewer)} would be kept`;
  return leftOut === 0
    ? `It can be read: ${counted}.`
    : `It can be read in part: ${counted}, ${countOf(leftOut, viewer)} would go into quarantine.`;
}

function factsOf({ read, kept, dropped, quarantined, continuations, reading }: Checked, viewer: Viewer): CheckedPage['facts'] {
  const count = (label: string, value: number) => ({ label, text: countOf(value, viewer) });
  const columns = Object.entries(reading?.columns ?? {}).map(([column, name]) => `${column} from ${name ?? 'nothing'}`);
  const text = (label: string, value: string | null | undefined) => (value ? [{ label, text: value }] : []);
  return [
    count('Rows read', read),
    count('Kept', kept),
    count('Dropped by the rule', dropped),
    count('Quarantined', quarantined),
    ...(continuations > 0 ? [count('Continuations', continuations)] : []),
    ...text('Source', reading?.source),
    ...text('Shop', reading?.shop),
    ...text('Columns', columns.join(', ')),
    ...text('Encoding', reading?.encoding),
    ...text('Delimiter', reading?.delimiter === '\t' ? 'tab' : reading?.delimiter),
    ...text('Date order', reading?.dateOrder),
    ...text('Decimal mark', reading?.decimal),
    ...text('Currency', reading?.currency),
    ...text('Rows of an order', reading?.rows),
  ];
}

function choicesOf(settings: UploadSettings): readonly Choice[] {
  const choice = (name: Exclude<keyof UploadSettings, 'columns'>, label: string, options: readonly string[] = []) => {
    return { name, label, value: settings[name] ?? '', options };
  };
  return [
    choice('dateOrder', 'Date order', DATE_ORDERS),
    choice('decimal', 'Decimal mark', DECIMALS),
    choice('rows', 'Rows of an order', ROW_MODES),
    choice('currency', 'Currency'),
    choice('shop', 'Shop'),
    choice('source', 'Kind of export'),
    choice('encoding', 'Encoding'),
  ];
}
