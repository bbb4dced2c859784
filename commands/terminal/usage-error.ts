/** A command was called the wrong way: it says what was expected and what was received, and the command ends with status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
