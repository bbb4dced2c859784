import type { FileText } from './file-text';
import { replaceCells } from './replace-cells';

export function replaced(
  { text, spelled }: FileText,
  name: string,
  replacement: string,
): { readonly text: string; readonly count: number } {
  const wanted = spelled(name);
  return wanted === undefined ? { text, count: 0 } : replaceCells(text, wanted, replacement);
}

/** Anywhere, also inside of a longer cell. */
export function hasName({ text, spelled }: FileText, name: string): boolean {
  const wanted = spelled(name);
  return wanted !== undefined && (text.includes(wanted) || text.includes(wanted.replaceAll('"', '""')));
}

export function namesCustomer(file: FileText, name: string): boolean {
  return hasName(file, name) || replaced(file, name, '').count > 0;
}
