/** The dashboard's logger; pino fits. It gets fields instead of sentences, and never a row's content. */
export interface Log {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const SILENT: Log = { info() {}, error() {} };
