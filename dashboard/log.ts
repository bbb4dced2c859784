/** What the dashboard asks of a logger; pino's fits. Fields instead of sentences, and never a row's content. */
export interface Log {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const SILENT: Log = { info() {}, error() {} };
