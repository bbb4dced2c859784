import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type StartedS3, startS3 } from './start-s3';

const PATIENCE = { silence: 40, slowest: { bytes: 100, per: 200 } };

describe('a client that stops sending', () => {
  let s3: StartedS3;
  let socket: Socket;
  const incoming = () => readdir(join(s3.directory, '.s3', 'incoming'));

  beforeEach(async () => {
    s3 = await startS3({ patience: PATIENCE });
    await s3.s3.createBucket('orders');
    socket = connect(Number(new URL(s3.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
  });
  afterEach(async () => {
    socket.destroy();
    await s3.close();
  });

  it.each([
    ['nothing at all of it', ''],
    ['half of it', 'half of it'],
  ])('is refused after %s, and leaves nothing', async (_, part) => {
    socket.write(`PUT /orders/half.csv HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n${part}`);
    const answer = await text(socket);
    expect(answer).toContain('400 Bad Request');
    expect(answer).toContain('<Code>RequestTimeout</Code>');
    while ((await incoming()).length > 0) await nextTurn();
    expect(await s3.s3.list('orders', '')).toEqual([]);
  });

  it('is refused in the middle of a chunk', async () => {
    const headers =
      'x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\nx-amz-decoded-content-length: 1000\r\nContent-Length: 1100';
    socket.write(`PUT /orders/half.csv HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n\r\n3e8\r\nhalf`);
    expect(await text(socket)).toContain('<Code>RequestTimeout</Code>');
  });

  it('or sends a byte now and then is refused too', async () => {
    socket.write('PUT /orders/slow.csv HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n');
    const drip = setInterval(() => socket.write('x'), 10);
    expect(await text(socket)).toContain('<Code>RequestTimeout</Code>');
    clearInterval(drip);
  });

  it('does not keep others from being answered', async () => {
    socket.write('PUT /orders/half.csv HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nhalf of it');
    expect((await fetch(`${s3.url}/orders/whole.csv`, { method: 'PUT', body: 'whole' })).status).toBe(200);
  });
});
