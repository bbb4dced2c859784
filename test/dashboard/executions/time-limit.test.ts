import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { NoAnswer, withIdleLimit, withTimeLimit } from '../../../dashboard/executions/time-limit';

it('ends a call that hangs, and aborts it', async () => {
  let aborted = false;
  const hangs = (signal: AbortSignal) => new Promise<never>(() => signal.addEventListener('abort', () => (aborted = true)));
  await expect(withTimeLimit(1, hangs)).rejects.toThrow(NoAnswer);
  expect(aborted).toBe(true);
});

it('leaves a call alone that is answered', async () => {
  expect(await withTimeLimit(60_000, async () => 5)).toBe(5);
  await expect(withTimeLimit(60_000, () => Promise.reject(new TypeError('x')))).rejects.toThrow(TypeError);
});

it('ends a body that stops to come', async () => {
  const body = new Readable({ read() {} });
  body.push('begun');
  const limited = withIdleLimit(body, 1);
  await expect(text(limited)).rejects.toThrow(NoAnswer);
  expect(body.destroyed).toBe(true);
});

it('passes a body on', async () => {
  expect(await text(withIdleLimit(Readable.from([Buffer.from('a'), Buffer.from('b')]), 60_000))).toBe('ab');
});
