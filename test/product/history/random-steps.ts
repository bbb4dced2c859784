import type { Fault } from 'local-aws/faults';
import { faultSchema } from 'local-aws/faults';
import { HEADER } from '../product';
import { type Random, randomFrom } from './random';
import type { Deed, Deeds, Step } from './step';

const KEYS = ['raw/a.csv', 'raw/b.csv', 'raw/2025/c d.csv', 'raw/shop=berlin/a.csv', 'raw/shop=berlin/b.csv', 'raw/x.txt', 'raw/old.bak'];
const REQUEUED = 'raw/requeued.csv';

/** `calm` steps have faults and cuts now and then; `chaos` has little else; in `bursts` most things happen at once. */
export const WEATHERS = ['calm', 'chaos', 'bursts'] as const;
export type Weather = (typeof WEATHERS)[number];

/** How many events an execution has when it writes its claim, and when it has run the queries: one that is cut off in between is a claimant. */
const CLAIMED = 55;
const ANSWERED = 130;

/** The same steps for the same seed. */
export function randomSteps(seed: number, count: number, weather: Weather): readonly Step[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => randomStep(random, weather));
}

function randomStep(random: Random, weather: Weather): Step {
  if (weather === 'bursts') return burstStep(random);
  if (random.chance(weather === 'chaos' ? 0.45 : 0.12)) return faultyStep(random);
  if (random.chance(weather === 'chaos' ? 0.6 : 0.12)) {
    const how = random.pick(['stop', 'kill server', 'kill server', 'kill engine'] as const);
    return { do: 'cut', how, after: random.below(60), during: randomDeeds(random) };
  }
  if (random.chance(0.03)) return { do: 'days pass', days: random.pick([1, 1, 2, 31]) };
  return randomDeeds(random);
}

function burstStep(random: Random): Step {
  if (random.chance(0.2)) return faultyStep(random);
  const during = severalDeeds(random);
  if (random.chance(0.4)) return during;
  const how = random.pick(['stop', 'stop', 'kill server', 'kill engine'] as const);
  return { do: 'cut', how, after: CLAIMED + random.below(ANSWERED - CLAIMED), during };
}

function randomDeeds(random: Random): Deeds {
  if (random.chance(0.85)) return randomDeed(random, true);
  return severalDeeds(random);
}

function severalDeeds(random: Random): Deeds {
  return { do: 'at once', deeds: Array.from({ length: 2 + random.below(3) }, () => randomDeed(random, false)) };
}

function randomDeed(random: Random, mayBeRefused: boolean): Deed {
  const key = random.pick(random.chance(0.1) ? [REQUEUED] : KEYS);
  const upload = (): Deed => ({ do: 'upload', key, body: mayBeRefused && random.chance(0.1) ? refused(random) : file(random) });
  const deeds: readonly (readonly [number, () => Deed])[] = [
    [10, upload],
    [2, () => ({ do: 'upload again', key })],
    [4, () => ({ do: 'delete', key })],
    [2, () => ({ do: 'undelete', key })],
    [3, () => ({ do: 'rename', from: key, to: random.pick(KEYS) })],
    [2, () => ({ do: 'requeue', key, to: REQUEUED })],
    [1, () => ({ do: 'refresh' })],
    [2, () => ({ do: 'refresh', days: random.pick([-400, -31, -15, -1, 1, 15, 31]) })],
    [3, () => ({ do: 'event', key, of: random.pick(['object', 'former object', 'deletion', 'key'] as const) })],
  ];
  let left = random.below(deeds.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, deed] of deeds) {
    left -= weight;
    if (left < 0) return deed();
  }
  return upload();
}

function file(random: Random): string {
  const rows = Array.from({ length: random.below(6) }, () => {
    const id = `O${random.below(8)}`;
    const customer = random.pick(['Ann', 'Bob', 'Çelik']);
    // An order without an amount is understood where the rule drops it.
    if (random.chance(0.1)) return [id, customer, '', 'cancelled', '2025-02-03'].join(',');
    const amount = `${random.below(300) - 20}.${random.pick(['00', '50', '05'])}`;
    const date = random.pick(['2025-02-03', '2025-02-28', '2025-03-01', '{-3}', '{-29}', '{-30}', '{-31}', '{0}', '{1}']);
    return [id, customer, amount, random.pick(['paid', 'pending', 'cancelled', 'Pending', 'shipped']), date].join(',');
  });
  // Fewer than half, so that the file is not refused.
  if (rows.length > 2 && random.chance(0.4)) rows.push(random.pick(['broken', `O${random.below(8)},Ann,abc,paid,2025-02-07`]));
  return HEADER + rows.map(row => `${row}\n`).join('');
}

function refused(random: Random): string {
  return random.pick(['a,b\n1,2\n', '', `${HEADER}O1,Ann,1.00,paid,2025-02-03\nbroken\nbroken\n`]);
}

/** Faults after which the pipeline ends right by itself. */
const HEALED: readonly ((random: Random) => object)[] = [
  random => ({
    service: 'athena',
    operation: random.pick(['StartQueryExecution', 'GetQueryExecution']),
    fault: random.pick(['throttle', 'internalError']),
    times: 1 + random.below(4),
    after: random.below(6),
  }),
  random => ({
    service: 'glue',
    operation: random.pick(['GetCrawler', 'StartCrawler', 'GetTable']),
    fault: random.pick(['throttle', 'internalError']),
    times: 1 + random.below(3),
  }),
  random => ({ service: 'lambda', operation: 'Invoke', fault: random.pick(['throttle', 'internalError']), times: 1 + random.below(3) }),
  random => ({ service: 'states', operation: 'StartExecution', fault: random.pick(['throttle', 'internalError']) }),
  random => ({
    service: 's3',
    operation: random.pick(['PutObject', 'GetObject', 'HeadObject', 'DeleteObject']),
    key: random.pick(['processed/*', 'dropped/*', 'quarantine/*', 'uploads/*', 'raw/*', 'runs/*', 'latest/*']),
    fault: random.pick(['slowDown', 'internalError']),
    times: 1 + random.below(2),
    after: random.below(2),
  }),
  random => ({ service: 's3', operation: 'GetObject', key: 'raw/*', fault: 'cut', bytes: random.below(60) }),
  random => ({ service: 's3', operation: random.pick(['PutObject', 'HeadObject']), fault: 'slow', seconds: 1 + random.below(3) }),
  random => ({ service: 'glue', fault: 'crawl', running: random.below(30) }),
  random => ({ service: 'glue', fault: 'crawl', stopping: random.below(30) }),
  random => ({ service: 'athena', fault: 'query', queued: random.below(20), times: 1 + random.below(6), after: random.below(3) }),
  random => ({ service: 'lambda', fault: 'coldStart', seconds: random.below(2) / 2 }),
  random => ({ service: 'events', fault: random.pick(['twice', 'late', 'replayed']), seconds: 1 + random.below(20) }),
];

/** Faults that end an execution, or take its event away: the sweep starts what is open. */
const OPEN: readonly ((random: Random) => object)[] = [
  random => ({ service: 'glue', fault: 'crawl', status: random.pick(['FAILED', 'CANCELLED']), message: 'Internal Service Exception' }),
  random => ({
    service: 'athena',
    fault: 'query',
    state: random.pick(['FAILED', 'CANCELLED']),
    category: 1 + random.below(3),
    times: 1 + random.below(3),
    after: random.below(4),
  }),
  random => ({ service: 'lambda', fault: random.pick(['crash', 'timeout']), seconds: random.below(3) / 20 }),
  random => ({ service: 's3', operation: 'PutObject', fault: 'internalError', times: 20, after: 1 + random.below(3) }),
  () => ({ service: 's3', operation: 'PutObject', key: 'processed/*', fault: 'cut', bytes: 0, times: 10 }),
  () => ({ service: 'events', fault: 'lost' }),
];

function faultyStep(random: Random): Step {
  const healed = random.chance(0.6);
  const kinds = healed ? HEALED : [...HEALED, ...OPEN, ...OPEN];
  // Two that are healed one by one can be too much for the same retries.
  const faults = Array.from({ length: healed ? 1 : 1 + random.below(2) }, (): Fault => faultSchema.parse(random.pick(kinds)(random)));
  return { do: 'faults', healed, faults, during: randomDeeds(random) };
}
