import express, { type CookieOptions, type Request, type Router } from 'express';
import { z } from 'zod';
import type { Pages } from '../pages/layout';
import type { Render } from '../render';
import { visitorOf } from '../visitor';
import { SESSION_SECONDS, type Sessions } from './session';
import { createThrottle, type Throttle } from './throttle';

export interface GateOptions {
  readonly sessions: Sessions;
  readonly render: Render;
  readonly throttle?: Throttle;
  /** @default what Express makes of `X-Forwarded-For` */
  readonly clientAddressHeader?: string | undefined;
}

/** `__Host-`: browsers take it over TLS only (or from this machine), for this host and no other. */
const COOKIE = '__Host-orders-session';
/** Lax, so that a link in a mail opens the page for someone who is signed in; nothing here changes anything by GET. */
const COOKIE_OPTIONS: CookieOptions = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' };

const form = z.object({ password: z.string().max(1000), next: z.string().max(2000).default('/') });

/** Sign-in and sign-out. Requests to routes that are mounted after it need a session. */
export function signInGate({ sessions, render, throttle = createThrottle(), clientAddressHeader }: GateOptions): Router {
  const router = express.Router();

  router.use((_request, response, next) => {
    // After signing out, the browser's Back button shows nothing, which matters on shared computers.
    response.set('Cache-Control', 'no-store');
    next();
  });

  router.get('/sign-in', (request, response) => {
    const next = typeof request.query.next === 'string' ? request.query.next : '/';
    response.send(page({ next: pathWithin(next), problem: null }));
  });

  router.post('/sign-in', express.urlencoded({ extended: false, limit: '8kb' }), (request, response) => {
    const { data } = form.safeParse(request.body ?? {});
    const next = pathWithin(data?.next ?? '/');
    const address = visitorOf(request, clientAddressHeader);
    const wait = throttle.wait(address);
    if (wait > 0) {
      response.set('Retry-After', String(wait));
      response.status(429).send(page({ next, problem: `Too many wrong passwords. Please wait ${wait} seconds.` }));
    } else if (!data || !sessions.isPassword(data.password)) {
      throttle.failed(address);
      response.status(401).send(page({ next, problem: 'That is not the password.' }));
    } else {
      throttle.succeeded(address);
      response.cookie(COOKIE, sessions.issue(), { ...COOKIE_OPTIONS, maxAge: SESSION_SECONDS * 1000 });
      response.redirect(303, next);
    }
  });

  router.post('/sign-out', (request, response) => {
    sessions.end(cookieOf(request));
    response.clearCookie(COOKIE, COOKIE_OPTIONS);
    response.redirect(303, '/sign-in');
  });

  router.use((request, response, next) => {
    if (sessions.isValid(cookieOf(request))) next();
    else if (request.method === 'GET' || request.method === 'HEAD')
      response.redirect(303, `/sign-in?next=${encodeURIComponent(request.originalUrl)}`);
    else response.status(401).send(page({ next: '/', problem: 'Please sign in first.' }));
  });

  return router;

  function page(body: Pages['sign-in']): string {
    return render({ title: 'Sign in', page: 'sign-in', body });
  }
}

/** A path of this site; anything that a browser would take for another place is the front page. */
function pathWithin(next: string): string {
  try {
    const { origin, pathname, search } = new URL(next, 'http://dashboard.invalid');
    const path = `${pathname}${search}`;
    return origin === 'http://dashboard.invalid' && !path.startsWith('//') ? path : '/';
  } catch {
    return '/';
  }
}

function cookieOf(request: Request): string | undefined {
  const cookies = (request.headers.cookie ?? '').split(';').map(cookie => cookie.trim());
  return cookies.find(cookie => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}
