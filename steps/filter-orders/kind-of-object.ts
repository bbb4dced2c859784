/** What an object is, by the last part of its key: an order file; a file of another format, which is refused as `NotCsv`; or nothing to read. */
export type ObjectKind = 'orders' | 'other-format' | 'ignored';

const ORDER_ENDINGS = ['csv', 'tsv', 'txt', 'tab'];
const OTHER_ENDINGS = ['xlsx', 'xls', 'ods', 'zip', 'json', 'pdf', 'parquet', 'html'];

/** `.csv`, `.tsv`, `.txt` and `.tab`, each also with `.gz`, and names without an ending are read, in any case. */
export function kindOfObject(key: string): ObjectKind {
  const name = key.slice(key.lastIndexOf('/') + 1).toLowerCase();
  if (name === '') return 'ignored';
  const [, ...endings] = name.split('.');
  const last = endings.pop();
  if (last === undefined) return 'orders';
  const text = last === 'gz' ? (endings.pop() ?? '') : last;
  if (ORDER_ENDINGS.includes(text)) return 'orders';
  return OTHER_ENDINGS.includes(last) ? 'other-format' : 'ignored';
}
