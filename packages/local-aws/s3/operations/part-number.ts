import { s3Error } from '../protocol/s3-error';

const MAX_PARTS = 10_000;

/** The parameter `partNumber`. Throws InvalidArgument. */
export function partNumberOf(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= MAX_PARTS) return number;
  const message = `Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`;
  throw s3Error('InvalidArgument', { ArgumentName: 'partNumber', ArgumentValue: value }, message);
}
