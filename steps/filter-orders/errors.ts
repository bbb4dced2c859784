import { excerpt } from './file-errors';

/** The execution's input names no upload that this step takes. */
export class InvalidUpload extends Error {
  override readonly name = 'InvalidUpload';
}

/** The as-of date cannot be read, or lies outside the years 0001 to 9999. */
export class InvalidAsOf extends Error {
  override readonly name = 'InvalidAsOf';

  constructor(value: unknown) {
    super(
      `Expected an as-of date like 2025-04-21 or 2025-04-21T18:30:00Z (with Z or ±HH:MM) in the years 0001 to 9999, got ${excerpt(JSON.stringify(value) ?? 'nothing')}`,
    );
  }
}
