import { DiskError } from 'local-aws/data-folder';

/** What stopped `npm start`, in one line that says what to do about it. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `port ${error.port} is taken; stop what listens there, or choose another port with LOCAL_AWS_PORT (AWS endpoint) or PORT (dashboard)`;
  }
  if (error instanceof DiskError) return `${error.message}; choose another data folder with LOCAL_AWS_DIR`;
  return error.message;
}
