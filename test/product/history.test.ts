import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Broken, play } from './history/play';
import { randomSteps, WEATHERS, type Weather } from './history/random-steps';
import { shrink } from './history/shrink';
import { type History, historySchema, type Step } from './history/step';
import { openWorld } from './history/world';

/**
 * The promise: once things are quiet, the answers are a function of what lies in `raw/` and of the as-of day. Random histories run through
 * the whole machine, in a process of its own; after each step the five results equal a reading of `raw/` from scratch.
 *
 * HISTORY_SEED repeats one, HISTORY_STEPS makes it longer, HISTORY_WEATHER=chaos has a fault or a cut in most steps, and in
 * HISTORY_WEATHER=bursts executions share their queries and are cut off while they do (`npm run fuzz:history`, `fuzz:chaos`, `fuzz:bursts`).
 * One that fails is shrunk and kept in `histories/`, whose files are played as tests; HISTORY_FILE plays another one.
 */
const { HISTORY_SEED, HISTORY_STEPS, HISTORY_WEATHER, HISTORY_FILE } = process.env;
const FOLDER = join(__dirname, 'histories');
const MINUTE = 60_000;

interface Planned {
  readonly name: string;
  readonly steps: readonly Step[];
  /** Seconds; as AWS's default in bursts. */
  readonly together: number;
  /** Whether one that fails is kept. */
  readonly isNew: boolean;
}

const planned = HISTORY_FILE === undefined ? [...kept(), ...random()] : [fromFile(HISTORY_FILE)];

describe.each(planned)('the history $name', ({ name, steps, together, isNew }) => {
  it(
    `holds after each of ${steps.length} steps`,
    async () => {
      const { broken } = await playAlone(steps, together);
      if (broken) throw new Error(await report({ name, steps, together, isNew }, broken));
    },
    5 * MINUTE + steps.length * MINUTE,
  );
});

function random(): readonly Planned[] {
  const one = (seed: number, count: number, weather: Weather) => ({
    name: `${weather} ${seed}`,
    steps: randomSteps(seed, count, weather),
    together: weather === 'bursts' ? 10 : 0,
    isNew: true,
  });
  if (HISTORY_SEED === undefined && HISTORY_STEPS === undefined && HISTORY_WEATHER === undefined)
    return [one(20_261_130, 80, 'calm'), one(7, 60, 'chaos'), one(8, 30, 'chaos'), one(9, 20, 'bursts')];
  const seed = Number(HISTORY_SEED ?? Math.floor(Math.random() * 2 ** 31));
  return [one(seed, Number(HISTORY_STEPS ?? 100), WEATHERS.find(weather => weather === HISTORY_WEATHER) ?? 'calm')];
}

function kept(): readonly Planned[] {
  return readdirSync(FOLDER)
    .filter(file => file.endsWith('.json'))
    .sort()
    .map(file => fromFile(join(FOLDER, file)));
}

function fromFile(file: string): Planned {
  const { steps, together }: History = historySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { name: basename(file, '.json'), steps, together, isNew: false };
}

/** In a data folder of its own. */
async function playAlone(steps: readonly Step[], together: number) {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  const world = await openWorld(join(folder, 'data'), { together });
  try {
    return await play(world, steps);
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is wrong, with the shortest list of steps that shows it; kept in a file that can be played again. */
async function report({ name, steps, together, isNew }: Planned, broken: Broken): Promise<string> {
  const until = steps.slice(0, broken.step + 1);
  const shown = JSON.stringify({ day: broken.day, got: broken.got, expected: broken.expected, account: broken.account }, null, 1);
  const head = `the history "${name}" breaks at step ${broken.step + 1} of ${steps.length}: ${JSON.stringify(steps[broken.step])}\n${shown}`;
  if (!isNew) return head;
  const fewest = await shrink(until, async left => (await playAlone(left, together).catch(() => undefined))?.broken !== undefined, {
    most: 60,
  });
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${name.replaceAll(' ', '-')}.json`);
  writeFileSync(file, `${JSON.stringify({ about: `found by the seed ${name}`, together, steps: fewest }, null, 2)}\n`);
  return `${head}\nshrunk to ${fewest.length} of ${until.length} steps, kept in ${file}: HISTORY_FILE=${file} npx jest product/history.test`;
}
