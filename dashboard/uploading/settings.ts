import { z } from 'zod';
import { COLUMNS } from '../../pipeline/columns';
import { UploadSettings } from '../../pipeline/reading';

const field = z
  .string()
  .trim()
  .max(200)
  .transform(text => text || undefined)
  .optional()
  .catch(undefined);

/** How to read an upload, as the fields of a form; an empty field sets nothing. */
const Form = z.object({
  source: field,
  shop: field,
  dateOrder: field,
  decimal: field,
  encoding: field,
  rows: field,
  currency: field,
});

export type SettingsResult = { readonly settings: UploadSettings } | { readonly problem: string };

/** Reads a form or a query string: `column-Amount=Total` takes Amount from the file's column Total. */
export function settingsOf(fields: Readonly<Record<string, unknown>>): SettingsResult {
  const columns = COLUMNS.flatMap(column => {
    const name = field.parse(fields[`column-${column}`]);
    return name === undefined ? [] : [[column, name]];
  });
  const given = Object.entries(Form.parse(fields)).filter(([, value]) => value !== undefined);
  const { data, error } = UploadSettings.safeParse({
    ...Object.fromEntries(given),
    ...(columns.length > 0 && { columns: Object.fromEntries(columns) }),
  });
  return data ? { settings: data } : { problem: error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') };
}

/** The same as the fields of a form. */
export function fieldsOf({ columns = {}, ...settings }: UploadSettings): readonly { readonly name: string; readonly value: string }[] {
  return [
    ...Object.entries(settings).map(([name, value]) => ({ name, value: String(value) })),
    ...Object.entries(columns).map(([column, value]) => ({ name: `column-${column}`, value })),
  ];
}
