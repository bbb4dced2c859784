import express, { type Router } from 'express';
import { z } from 'zod';
import type { Actions } from './actions/actions';
import { ActionsOff, BadRequest } from './errors';
import type { Log } from './log';
import { dateOf } from './pages/format';
import { visitorOf } from './visitor';

export interface ActionRoutesOptions {
  /** Undefined where the stage does not allow any. */
  readonly actions: Actions | undefined;
  readonly bucket: string;
  readonly log: Log;
  readonly clientAddressHeader: string | undefined;
}

const day = z.string().refine(text => dateOf(text)?.toISOString().startsWith(text), 'expected a day, such as 2026-11-30');
/** Nothing for an empty field of a form. */
const asOf = z.preprocess(value => (value === '' ? undefined : value), day.optional());
const key = z.string().startsWith('raw/').max(1024);
const name = z.string().regex(/^[^\s:/]{1,80}$/);
const sure = z.literal('yes');

/** Actions for people on call. Each is logged with its author, and redirects to the page that shows its effect. */
export function actionRoutes({ actions, bucket, log, clientAddressHeader }: ActionRoutesOptions): Router {
  const router = express.Router();
  const body = express.urlencoded({ extended: false, limit: '8kb' });

  on('refresh', z.object({ asOf }), async (can, form) => executionPath(await can.start({ refresh: true, ...form })));
  on('run', z.object({ key, asOf }), async (can, { key: object, ...form }) => {
    return executionPath(await can.start({ detail: { bucket: { name: bucket }, object: { key: object } }, ...form }));
  });
  on('dismiss', z.object({ key }), async (can, form) => executionPath(await can.start({ dismiss: form.key })));
  on('withdraw', z.object({ key, sure }), async (can, form) => {
    await can.withdraw(form.key);
    return '/uploads';
  });
  on('redrive', z.object({ name }), async (can, form) => {
    await can.redrive(form.name);
    return executionPath(form.name);
  });
  on('stop', z.object({ name, sure }), async (can, form, who) => {
    await can.stop(form.name, `Stopped on the dashboard, from ${who || 'an unknown address'}.`);
    return executionPath(form.name);
  });

  return router;

  /** `act` gives the path of the page where the effect is seen. */
  function on<T extends object>(
    action: string,
    form: z.ZodType<T>,
    act: (actions: Actions, fields: T, who: string) => Promise<string>,
  ): void {
    router.post(`/actions/${action}`, body, async (request, response) => {
      if (!actions) throw new ActionsOff('Actions are off here: the stage does not allow them.');
      const parsed = form.safeParse(request.body ?? {});
      if (!parsed.success) {
        const fields = parsed.error.issues.map(({ path }) => path.join('.'));
        throw new BadRequest(`The form of "${action}" is not complete: ${fields.join(', ')}.`);
      }
      const who = visitorOf(request, clientAddressHeader);
      const facts = { action, who, ...parsed.data };
      const path = await act(actions, parsed.data, who).catch(reason => {
        log.info({ ...facts, error: reason }, 'action refused');
        throw refusalOf(reason);
      });
      log.info(facts, 'action');
      response.redirect(303, path);
    });
  }
}

function executionPath(name: string): string {
  return `/executions/${encodeURIComponent(name)}`;
}

/** What AWS answers to an impossible request (not redrivable, no such execution) is shown to the visitor. */
function refusalOf(error: unknown): unknown {
  const isRefusal = error instanceof Error && '$fault' in error && error.$fault === 'client' && !/Throttl|AccessDenied/.test(error.name);
  return isRefusal ? new BadRequest(`AWS refused it: ${error.name}: ${error.message}`) : error;
}
