import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock } from '../../clock/clock';
import { openClock } from '../../clock/clock-file';
import { createClockService } from '../../clock/clock-service';
import { openEndpoint } from '../../endpoint/server';

const NOON = Date.UTC(2026, 10, 30, 12);
const HOUR = 3_600_000;
const never = new AbortController().signal;

/** A system whose clock and whose time awake a test sets. */
function systemAt(time: number) {
  const state = { time, awake: 0 };
  return { state, options: { system: () => state.time, awake: () => state.awake } };
}

describe('the clock', () => {
  it('is the system’s', () => {
    const { state, options } = systemAt(NOON);
    const clock = createClock(options);
    state.time += 5;
    state.awake += 5;
    expect(clock.now()).toBe(NOON + 5);
  });

  it('goes on when the system’s is set back, and follows it again when that has caught up', () => {
    const { state, options } = systemAt(NOON);
    const clock = createClock(options);
    state.time = NOON - HOUR;
    state.awake = 0.4;
    const times = [1, 2, 3].map(() => {
      state.awake += 0.4;
      return clock.now();
    });
    expect(times).toEqual([NOON, NOON + 1, NOON + 1]);
    state.time = NOON + HOUR;
    expect(clock.now()).toBe(NOON + HOUR);
  });

  it('follows a laptop that slept, whose sleeps go on where they were', async () => {
    const { state, options } = systemAt(NOON);
    const clock = createClock(options);
    const over: string[] = [];
    const sleep = clock.sleep(60_000, never).then(() => over.push('sleep'));
    state.time += 8 * HOUR;
    expect(clock.now()).toBe(NOON + 8 * HOUR);
    clock.move(59_999);
    await clock.sleep(0, never).catch(() => undefined);
    expect(over).toEqual([]);
    clock.move(1);
    await sleep;
    expect(over).toEqual(['sleep']);
  });

  it('lets 30 minutes pass at once when it is moved', async () => {
    const clock = createClock({ system: () => NOON, awake: () => 0 });
    const sleeps = [1, 10, 30].map(minutes => clock.sleep(minutes * 60_000, never));
    clock.move(30 * 60_000);
    await Promise.all(sleeps);
    expect(clock.now()).toBe(NOON + 30 * 60_000);
  });

  it('ends a sleep that is aborted, with the reason', async () => {
    const stop = new AbortController();
    const sleep = createClock().sleep(HOUR, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(sleep).rejects.toThrow('stopped');
  });
});

describe('the clock of a data folder', () => {
  let path: string;
  let problems: string[];
  const open = (time: number) =>
    openClock(path, {
      onDamage: ({ message }) => problems.push(message),
      onProblem: problem => problems.push(problem),
      system: () => time,
      awake: () => 0,
    });

  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'clock-')), 'clock.json');
    problems = [];
  });
  afterEach(() => rm(join(path, '..'), { recursive: true, force: true }));

  it('does not go back between two starts', async () => {
    await open(NOON).close();
    const clock = open(NOON - HOUR);
    expect(clock.now()).toBeGreaterThanOrEqual(NOON);
    await clock.close();
    expect(problems).toEqual([]);
  });

  it('does not go back after a process that was killed while it was ahead', async () => {
    await open(NOON).close();
    const killed = open(NOON - HOUR);
    const given = killed.now();
    const next = open(NOON - HOUR);
    expect(next.now()).toBeGreaterThanOrEqual(given + 30_000);
    await Promise.all([killed.close(), next.close()]);
    expect(open(NOON - HOUR).now()).toBeLessThan(given + 60_000);
  });

  it('goes on as far ahead as it was moved, after a process that was killed', async () => {
    const { state, options } = systemAt(NOON);
    const opened = () =>
      openClock(path, { onDamage: () => undefined, onProblem: () => undefined, system: options.system, awake: () => 0, keepsMoves: true });
    const killed = opened();
    killed.move(30 * 24 * HOUR);
    state.time += 20_000;
    expect(opened().now()).toBe(NOON + 30 * 24 * HOUR + 20_000);
  });

  it('does not follow a time that was a mistake, and says so', async () => {
    await open(NOON + 365 * 24 * HOUR).close();
    const clock = open(NOON);
    expect(clock.now()).toBeLessThan(NOON + HOUR);
    await clock.close();
    expect(problems).toEqual([expect.stringContaining('2026-11-30T12:00:00.000Z')]);
  });

  it('starts without a file that is damaged, and says so', async () => {
    await writeFile(path, '{"lat');
    await open(NOON).close();
    expect(problems).toEqual([expect.stringContaining(path)]);
    expect(JSON.parse(await readFile(path, 'utf8')).latest).toBeGreaterThanOrEqual(NOON);
  });
});

describe('the clock on the endpoint', () => {
  it.each([
    ['by seconds', '{"seconds":1800}', 200, '2026-11-30T12:30:00.000Z'],
    ['to a moment', '{"to":"2026-12-01T00:00:00Z"}', 200, '2026-12-01T00:00:00.000Z'],
    ['not back', '{"to":"2026-11-30T11:00:00Z"}', 400, undefined],
    ['not without a time', '{}', 400, undefined],
    ['not by what is no JSON', '{"sec', 400, undefined],
  ])('is moved %s', async (_, body, status, now) => {
    const endpoint = await openEndpoint(0);
    endpoint.serve([createClockService(createClock({ system: () => NOON, awake: () => 0 }))]);
    const answer = await fetch(`${endpoint.url}/_clock`, { method: 'POST', body });
    expect(answer.status).toBe(status);
    const shown = await (await fetch(`${endpoint.url}/_clock`)).json();
    expect(shown).toEqual({ now: now ?? new Date(NOON).toISOString() });
    await endpoint.close();
  });
});
