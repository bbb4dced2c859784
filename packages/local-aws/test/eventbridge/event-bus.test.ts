import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEndpoint } from '../../endpoint/server';
import type { BusEvent, Rule } from '../../eventbridge/event';
import { createEventBus, type EventBus } from '../../eventbridge/event-bus';
import { createEventsService } from '../../eventbridge/events-service';
import { executionName } from '../../eventbridge/execution-name';
import { s3ObjectCreated } from '../../eventbridge/s3-event';

const RETRY = { attempts: 3, firstWait: 50, longestWait: 60 };

let directory: string;
let buses: EventBus[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bus-'));
  buses = [];
});
afterEach(async () => {
  await Promise.all(buses.map(bus => bus.close()));
  await rm(directory, { recursive: true, force: true });
});

async function open(...rules: Rule[]): Promise<EventBus> {
  const bus = await createEventBus({ directory, rules, retry: RETRY });
  buses.push(bus);
  return bus;
}

function upload(key: string): BusEvent {
  return s3ObjectCreated({
    bucket: 'orders',
    key,
    size: 3,
    etag: 'abc',
    sequencer: '0063',
    reason: 'PutObject',
    time: new Date('2026-11-22T19:00:00.987Z'),
  });
}

function rule(deliver: Rule['deliver'], name = 'uploads'): Rule {
  return { name, pattern: { detail: { object: { key: [{ prefix: 'raw/' }] } } }, deliver };
}

describe('the event bus', () => {
  const wildcards = (...endings: string[]) => ({ detail: { object: { key: endings.map(ending => ({ wildcard: `raw/*.${ending}` })) } } });

  it('takes a rule with as many wildcards as EventBridge does', async () => {
    await expect(open({ name: 'endings', pattern: wildcards('a', 'b', 'c', 'd', 'e'), deliver: async () => {} })).resolves.toBeDefined();
  });

  it('refuses a rule that is too complex, as EventBridge does', async () => {
    const refused = open({ name: 'endings', pattern: wildcards('a', 'b', 'c', 'd', 'e', 'f'), deliver: async () => {} });
    await expect(refused).rejects.toMatchObject({
      code: 'InvalidEventPatternException',
      message: expect.stringContaining('Rule is too complex - try using fewer wildcard characters'),
    });
  });

  it('delivers what matches, in the order of arrival, and nothing else', async () => {
    const keys: unknown[] = [];
    const bus = await open(rule(async event => void keys.push(event.detail.object)));
    for (const key of ['raw/1', 'other/2', 'raw/3']) await bus.put(upload(key));
    await bus.idle();
    expect(keys).toEqual([expect.objectContaining({ key: 'raw/1' }), expect.objectContaining({ key: 'raw/3' })]);
    expect(await readdir(join(directory, 'outbox'))).toEqual([]);
  });

  it('tries again after a failure, and lets no other event wait for it', async () => {
    const delivered: string[] = [];
    const bad = upload('raw/bad');
    let failures = 2;
    const bus = await open(
      rule(async event => {
        const isBad = event.id === bad.id;
        if (isBad && failures-- > 0) throw new Error('not yet');
        delivered.push(isBad ? 'bad' : 'good');
      }),
    );
    await bus.put(bad);
    await bus.put(upload('raw/good'));
    await bus.idle();
    expect(delivered).toEqual(['good', 'bad']);
  });

  it('keeps what cannot be delivered as a file that tells why, and delivers it again when asked', async () => {
    let broken = true;
    const delivered: string[] = [];
    const bus = await open(
      rule(async event => {
        if (broken) throw Object.assign(new Error('State machine is gone'), { name: 'StateMachineDoesNotExist' });
        delivered.push(event.id);
      }),
    );
    const event = upload('raw/a.csv');
    await bus.put(event);
    await bus.idle();
    const file = join(directory, 'dead-letters', 'uploads', `${event.id}.json`);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      rule: 'uploads',
      errorCode: 'StateMachineDoesNotExist',
      errorMessage: 'State machine is gone',
      exhaustedRetryCondition: 'MaximumRetryAttempts',
      retryAttempts: 2,
      at: expect.any(String),
      event,
    });

    broken = false;
    await expect(bus.replay('no-such-event')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    expect(await bus.replay(event.id)).toBe(1);
    await bus.idle();
    expect(delivered).toEqual([event.id]);
    expect(await bus.deadLetters()).toEqual([]);
  });

  it('delivers after a restart what the previous process left', async () => {
    let tell = (_release: () => void) => {};
    const delivering = new Promise<() => void>(resolve => (tell = resolve));
    const first = await open(rule(() => new Promise((_, reject) => tell(() => reject(new Error('killed'))))));
    await first.put(upload('raw/a.csv'));
    await first.put(upload('raw/b.csv'));
    const release = await delivering;
    const closing = first.close();
    release();
    await closing;

    const keys: unknown[] = [];
    const second = await open(rule(async event => void keys.push(event.detail.object)));
    await second.idle();
    expect(keys).toEqual([expect.objectContaining({ key: 'raw/a.csv' }), expect.objectContaining({ key: 'raw/b.csv' })]);
  });

  it('makes a dead letter of an event whose rule is gone', async () => {
    const first = await open(rule(() => Promise.reject(new Error('no'))));
    await first.put(upload('raw/a.csv'));
    await first.close();
    const second = await open();
    await second.idle();
    const letters = [expect.objectContaining({ rule: 'uploads', errorMessage: 'Rule uploads does not exist' })];
    expect(await second.deadLetters()).toEqual(letters);
    await second.replay();
    await second.idle();
    expect(await second.deadLetters()).toEqual(letters);
  });

  it('delivers to every rule that matches, each with its own fate', async () => {
    const delivered: string[] = [];
    const bus = await open(
      rule(async event => void delivered.push(event.id), 'one'),
      rule(() => Promise.reject(new Error('no')), 'two'),
    );
    await bus.put(upload('raw/a.csv'));
    await bus.idle();
    expect(delivered).toHaveLength(1);
    expect(await bus.deadLetters()).toEqual([expect.objectContaining({ rule: 'two' })]);
  });

  test.each([
    ['a name with a slash', { name: '../x', pattern: { source: ['a'] }, deliver: async () => {} }, 'ValidationException'],
    ['a pattern that is wrong', { name: 'x', pattern: { source: 'a' }, deliver: async () => {} }, 'InvalidEventPatternException'],
  ])('refuses a rule with %s', async (_, wrong, code) => {
    await expect(createEventBus({ directory, rules: [wrong] })).rejects.toMatchObject({ code });
  });
});

describe('the "Object Created" event', () => {
  it('has the shape that S3 documents', () => {
    expect(upload('raw/a b+c.csv')).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: '000000000000',
      time: '2026-11-22T19:00:00Z',
      region: 'us-east-1',
      resources: ['arn:aws:s3:::orders'],
      detail: {
        version: '0',
        bucket: { name: 'orders' },
        object: { key: 'raw/a b+c.csv', size: 3, etag: 'abc', sequencer: '0063' },
        'request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
        requester: '000000000000',
        'source-ip-address': '127.0.0.1',
        reason: 'PutObject',
      },
    });
  });

  it('has the same id when the same object is announced twice, and so starts the same execution', () => {
    const names = [upload('raw/a.csv'), upload('raw/a.csv'), upload('raw/b.csv')].map(event => executionName(event, { name: 'uploads' }));
    expect(names[0]).toBe(names[1]);
    expect(names[0]).not.toBe(names[2]);
    expect(names[0]).toMatch(/^[0-9a-f-]{36}_[0-9a-f-]{36}$/);
  });
});

describe('EventBridge on the wire', () => {
  it('tests a pattern, lists dead letters and replays them', async () => {
    const bus = await open(rule(() => Promise.reject(new Error('no'))));
    await bus.put(upload('raw/a.csv'));
    await bus.idle();
    const endpoint = await openEndpoint(0);
    endpoint.serve([createEventsService(bus)]);
    const call = async (operation: string, input: unknown) => {
      const response = await fetch(endpoint.url, {
        method: 'POST',
        headers: { 'X-Amz-Target': `AWSEvents.${operation}` },
        body: JSON.stringify(input),
      });
      return { status: response.status, answer: await response.json() };
    };
    try {
      const pattern = JSON.stringify({ source: ['aws.s3'] });
      expect(await call('TestEventPattern', { EventPattern: pattern, Event: JSON.stringify(upload('raw/a.csv')) })).toMatchObject({
        answer: { Result: true },
      });
      expect(await call('TestEventPattern', { EventPattern: '{', Event: '{}' })).toMatchObject({
        answer: { __type: 'InvalidEventPatternException' },
      });
      const rule = {
        Name: 'uploads',
        Arn: 'arn:aws:events:us-east-1:000000000000:rule/uploads',
        State: 'ENABLED',
        EventBusName: 'default',
      };
      expect(await call('ListRules', { NamePrefix: 'up' })).toMatchObject({ answer: { Rules: [rule] } });
      expect(await call('ListRules', { NamePrefix: 'x' })).toEqual({ status: 200, answer: { Rules: [] } });
      expect(await call('DescribeRule', { Name: 'uploads', EventBusName: 'default' })).toMatchObject({ answer: rule });
      expect(await call('DescribeRule', { Name: 'x' })).toMatchObject({ status: 400, answer: { __type: 'ResourceNotFoundException' } });
      expect(await call('ListDeadLetters', {})).toMatchObject({ answer: { DeadLetters: [{ rule: 'uploads' }] } });
      expect(await call('ReplayDeadLetters', {})).toMatchObject({ answer: { Replayed: 1 } });
      expect(await call('ReplayDeadLetters', { EventId: 7 })).toMatchObject({ status: 400, answer: { __type: 'ValidationException' } });
    } finally {
      await bus.idle();
      await endpoint.close();
    }
  });
});
