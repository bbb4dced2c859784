import { setImmediate as nextTurn } from 'node:timers/promises';
import { createClock } from '../../clock/clock';
import { dayOf, onEachDay } from '../../clock/each-day';

const NOON = Date.UTC(2026, 10, 30, 12);
const HOUR = 3_600_000;

/** Lets everything that waits for a moved clock go on. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await nextTurn();
}

it('runs once on each new day, also after one that failed, until it is stopped', async () => {
  const clock = createClock({ system: () => NOON, awake: () => 0 });
  const days: string[] = [];
  const stop = onEachDay(clock, async () => {
    days.push(dayOf(clock));
    if (days.length === 1) throw new Error('not today');
  });
  for (const hours of [1, 12, 1, 24]) {
    clock.move(hours * HOUR);
    await settled();
  }
  expect(days).toEqual(['2026-12-01', '2026-12-02']);
  stop();
  clock.move(24 * HOUR);
  await settled();
  expect(days).toHaveLength(2);
});

it('runs at the first look where the day is another than the given one', async () => {
  const clock = createClock({ system: () => NOON, awake: () => 0 });
  let runs = 0;
  const stop = onEachDay(clock, async () => (runs += 1), '2026-11-29');
  clock.move(60_000);
  await settled();
  expect(runs).toBe(1);
  stop();
});
