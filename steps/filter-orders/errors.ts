import { excerpt } from './file-errors';

/** The execution's input names no upload that this step takes. */
export class InvalidUpload extends Error {
  override readonly name = 'InvalidUpload';
}

/** Files of a table are in another format than the stage declares, and there was not enough time to write them again. */
export class MixedFormats extends Error {
  override readonly name = 'MixedFormats';

  constructor(format: string, files: readonly string[]) {
    super(
      `Expected every file in processed/ and dropped/ in ${format}, got ${files.length} others, such as ${files[0]}. Run npm run reread -- --all until it succeeds: each execution goes on with them`,
    );
  }
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
