const READ = ['csv', 'tsv', 'txt', 'tab'];
const REFUSED = ['xlsx', 'xls', 'ods', 'zip', 'json', 'pdf', 'parquet', 'html'];

/** What an object's key says: it is read, refused as another format, or ignored. */
export function objectKind(key: string): 'read' | 'other-format' | 'ignored' {
  const name = key.slice(key.lastIndexOf('/') + 1).toLowerCase();
  if (name === '') return 'ignored';
  if (!name.includes('.')) return 'read';
  const endings = name.split('.').slice(1);
  const last = endings.pop() ?? '';
  if (READ.includes(last)) return 'read';
  if (last === 'gz' && READ.includes(endings.pop() ?? '')) return 'read';
  return REFUSED.includes(last) ? 'other-format' : 'ignored';
}
