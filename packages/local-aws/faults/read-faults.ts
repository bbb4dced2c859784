import { readFileSync } from 'node:fs';
import { messageOf } from '../endpoint/service-error';
import { type FaultFile, faultFileSchema } from './fault';

/** A file of faults cannot be used. */
export class FaultFileError extends Error {
  override readonly name = 'FaultFileError';
}

/** Reads a file of faults. Throws `FaultFileError`, which names the file, the fault by its number and what was expected. */
export function readFaults(file: string): FaultFile {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new FaultFileError(`${file} cannot be used: ${messageOf(error)}`, { cause: error });
  }
  const result = faultFileSchema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const [, number, ...fields] = issue?.path ?? [];
  const place = typeof number === 'number' ? `fault ${[number + 1, ...fields].join('.')}: ` : '';
  throw new FaultFileError(`${file} cannot be used: ${place}${issue?.message}`);
}
