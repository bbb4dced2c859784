import { createHash, createHmac, scryptSync, timingSafeEqual } from 'node:crypto';

/** How long a session lasts. */
export const SESSION_SECONDS = 12 * 60 * 60;

export interface Sessions {
  isPassword(given: string): boolean;
  /** A token that says until when, signed. */
  issue(): string;
  isValid(token: string | undefined): boolean;
}

/**
 * Sessions without a store: the token carries its end and a signature. The key is derived from the password by scrypt, so that a token tells
 * nobody the password at a bearable price, and a new password ends every session.
 */
export function createSessions(password: string, now: () => number = Date.now): Sessions {
  const key = scryptSync(password, 'orders-pipeline dashboard session', 32);
  const sign = (end: string) => createHmac('sha256', key).update(end).digest('base64url');
  return {
    isPassword: given => equal(given, password),
    issue() {
      const end = String(Math.floor(now() / 1000) + SESSION_SECONDS);
      return `${end}.${sign(end)}`;
    },
    isValid(token = '') {
      const [end = '', signature = ''] = token.split('.');
      return equal(signature, sign(end)) && /^\d+$/.test(end) && Number(end) > now() / 1000;
    },
  };
}

/** Compares digests, which are of one length, so that neither the time nor an error tells how much of it was right. */
function equal(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
