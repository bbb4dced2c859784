import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a session lasts. */
export const SESSION_SECONDS = 12 * 60 * 60;
/** The most sessions at a time: one more ends the oldest. */
const MOST_SESSIONS = 10_000;

export interface Sessions {
  isPassword(given: string): boolean;
  /** Begins a session; its token is a secret. */
  issue(): string;
  isValid(token: string | undefined): boolean;
  /** Ends a session: its token is no longer accepted. */
  end(token: string | undefined): void;
}

/** Sessions in this process's memory, so that signing out ends one, and a new process ends all. */
export function createSessions(password: string, now: () => number = Date.now): Sessions {
  /** When each session ends, in milliseconds, by a digest of its token, so that the time of a look-up reveals nothing about a token. */
  const ends = new Map<string, number>();
  return {
    isPassword: given => timingSafeEqual(digest(given), digest(password)),
    issue() {
      const token = randomBytes(32).toString('base64url');
      ends.set(idOf(token), now() + SESSION_SECONDS * 1000);
      for (const [oldest, end] of ends) {
        if (ends.size <= MOST_SESSIONS && end > now()) break;
        ends.delete(oldest);
      }
      return token;
    },
    isValid: token => token !== undefined && (ends.get(idOf(token)) ?? 0) > now(),
    end(token) {
      if (token !== undefined) ends.delete(idOf(token));
    },
  };
}

function idOf(token: string): string {
  return digest(token).toString('base64url');
}

/** Digests have the same length, so that neither time nor errors reveal how much of a token was right. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
