const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>]/g, character => ESCAPES[character] ?? character);
}
