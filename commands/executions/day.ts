import { UsageError } from '../terminal/usage-error';

/** An option `--as-of`. Throws `UsageError`. */
export function dayFrom(value: string | undefined): { readonly asOf?: string } {
  if (value === undefined) return {};
  if (!/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(Date.parse(value)))
    throw new UsageError(`expected --as-of YYYY-MM-DD, a real day, got ${value}`);
  return { asOf: value };
}
