import { keyOfUpload } from '../../pipeline/upload-record';
import type { Upload } from '../uploads/upload';
import type { Notice } from './answers';
import { numberOf, plural } from './format';
import { type Sentence, sentence } from './sentence';
import { OPEN_REASONS, uploadPathOf } from './upload-summary';
import type { Viewer } from './viewer';

/** More than so many of a kind are only counted. */
const MOST = 3;

export interface UploadNoticesOptions {
  /** The name of an execution whose failure has a notice already. */
  readonly told: string | undefined;
  readonly viewer: Viewer;
}

/** What of the uploads is not in the answers, or counts in a way that someone should know, with the way to mend it. */
export function uploadNotices(uploads: readonly Upload[], { told, viewer }: UploadNoticesOptions): readonly Notice[] {
  const open = uploads.filter(({ state }) => state === 'open');
  const refused = uploads.filter(({ state, record }) => (state === 'refused' || state === 'superseded') && record?.execution !== told);
  const counted = (field: 'clashes' | 'ambiguous' | 'otherCurrency') => uploads.filter(({ counted: row }) => row && row[field] !== '0');
  return [
    ...some(open, 'not in the answers', viewer, ({ key, open: reason }) => ({
      text: sentence`${key} is not in the answers.`,
      detail: reason && OPEN_REASONS[reason],
    })),
    ...some(refused, 'refused', viewer, ({ key, state, record }) => ({
      text: state === 'refused' ? sentence`${key} was refused.` : sentence`${key} was refused; the orders of the object before it count.`,
      detail: record?.error ?? null,
    })),
    ...some(counted('ambiguous'), 'partly ambiguous', viewer, ({ key, counted: row }) => ({
      text: [...text(`${number(row?.ambiguous)} orders of `), ...sentence`${key} are left out: they stand in several rows that differ.`],
      detail:
        'Upload it again with --rows orders, --rows lines or --rows first-line: to say whether the rows of an order are one order, its lines, or an order and its continuations.',
    })),
    ...some(counted('otherCurrency'), 'in another currency', viewer, ({ key, counted: row }) => ({
      text: [...text(`${number(row?.otherCurrency)} orders of `), ...sentence`${key} are left out: they are in another currency.`],
      detail: null,
    })),
    ...some(counted('clashes'), 'with ids that stand for other orders elsewhere', viewer, ({ key, counted: row }) => ({
      text: [
        ...text(`${number(row?.clashes)} orders of `),
        ...sentence`${key} have the ids of other orders in ${keyOfUpload(row?.clashesWith ?? '') ?? 'another upload'}; both count.`,
      ],
      detail: 'If these are two shops, upload each with --shop NAME, or into a folder raw/shop=NAME/.',
    })),
  ];

  function number(count: string | undefined): string {
    return numberOf(count ?? '0', viewer).text;
  }
}

type Told = Pick<Notice, 'text' | 'detail'>;

function some(uploads: readonly Upload[], what: string, viewer: Viewer, tell: (upload: Upload) => Told): readonly Notice[] {
  const notices = uploads.slice(0, MOST).map(upload => {
    const link = { path: uploadPathOf(upload.key), text: 'See the upload' };
    return { tone: 'bad', ...tell(upload), link } satisfies Notice;
  });
  const rest = uploads.length - MOST;
  if (rest <= 0) return notices;
  const words = text(`${plural(rest, 'more upload is', 'more uploads are', viewer)} ${what}.`);
  return [...notices, { tone: 'bad', text: words, detail: null, link: { path: '/uploads', text: 'See all uploads' } }];
}

function text(words: string): Sentence {
  return [{ text: words, isName: false }];
}
