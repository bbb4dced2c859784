import { currencyCodes } from '../../pipeline/currencies';
import type { Execution } from '../executions/execution';
import type { Upload } from '../uploads/upload';

/**
 * What the amounts of the answers are in: the currency of the oldest upload that shows one, of those whose orders count where that is known.
 * A sign that several currencies share gives way to an upload that names one of them. Without uploads, what the execution's own shows.
 */
export function answersCurrency(run: Execution | undefined, uploads: readonly Upload[] | undefined): string | null {
  const shown = (uploads ?? [])
    .filter(({ record, counted }) => record?.currency && counted?.orders !== '0')
    .flatMap(({ record }) => record ?? [])
    .toSorted((a, b) => (a.upload < b.upload ? -1 : 1));
  const [oldest] = shown;
  if (!oldest) return run?.manifest?.reading?.currency || null;
  const codes = currencyCodes(oldest.currency);
  const named = shown.find(({ currency }) => currencyCodes(currency).length === 1 && codes.includes(currency));
  return (named ?? oldest).currency;
}
