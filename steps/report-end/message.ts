import type { Manifest } from '../../pipeline/manifest';
import { isRefusal } from './refusals';

/** What people are sent: the subject of a mail, and plain text. */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** The first rows of one query's result, as they are shown. */
export interface Answer {
  readonly title: string;
  readonly lines: readonly string[];
}

export interface MessageOptions {
  /** What the pipeline is called: `orders-pipeline-dev`. */
  readonly pipeline: string;
  /** The address of the dashboard, without a slash at its end. */
  readonly dashboard: string;
}

/** SNS takes a subject of 100 ASCII characters; a mail's text is cut long before its limit, since a cause can hold a stack trace. */
const SUBJECT = 100;
const SENTENCE = 1000;

/** One message for an execution that failed: which upload, what is wrong with it in the error's own words, and its page. */
export function failureMessage(manifest: Manifest, { pipeline, dashboard }: MessageOptions): Message {
  const { execution, error } = manifest;
  const what = subjectOf(manifest);
  const name = error?.name ?? 'an error without a name';
  const isRefused = isRefusal(name);
  const lines = [
    isRefused ? `${what} was refused: ${name}.` : `The execution of ${what} failed: ${name}.`,
    firstSentence(error?.cause ?? ''),
    isRefused
      ? 'Its orders are in no answer. Correct the file and upload it again under the same key.'
      : 'Its orders may be missing in the answers. What to do: docs/runbook.md, execution-broken.',
    `${dashboard}/executions/${encodeURIComponent(execution)}`,
  ];
  return { subject: ascii(`${pipeline}: ${what} ${isRefused ? 'refused' : 'failed'}`), text: paragraphs(lines) };
}

/** One message for new answers. */
export function answersMessage(manifest: Manifest, answers: readonly Answer[], { pipeline, dashboard }: MessageOptions): Message {
  const { execution, asOf } = manifest;
  const what = subjectOf(manifest);
  const tables = answers.map(({ title, lines }) => [title, ...lines.map(line => `  ${line}`)].join('\n'));
  return {
    subject: ascii(`${pipeline}: new answers${asOf === null ? '' : ` as of ${asOf}`}`),
    text: paragraphs([`New answers after ${what}.`, ...tables, `${dashboard}/executions/${encodeURIComponent(execution)}`]),
  };
}

function subjectOf({ trigger, upload, execution }: Manifest): string {
  if (trigger === 'refresh') return 'the refresh';
  return upload?.key ?? `execution ${execution}`;
}

/** The first line of the cause: what follows is a stack trace or JSON for people who look further. */
function firstSentence(cause: string): string {
  const [line = ''] = cause.slice(0, 4000).split('\n');
  return line.length > SENTENCE ? `${line.slice(0, SENTENCE)}…` : line;
}

/** Printable ASCII without line breaks: a key may hold any character. */
function ascii(text: string): string {
  return [...text.slice(0, 4 * SUBJECT)]
    .map(character => (/^[\x20-\x7e]$/.test(character) ? character : '?'))
    .join('')
    .slice(0, SUBJECT);
}

function paragraphs(lines: readonly string[]): string {
  return lines.filter(line => line !== '').join('\n\n');
}
