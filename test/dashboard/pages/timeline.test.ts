import { parseManifest } from '../../../dashboard/executions/manifest';
import { timelineOf } from '../../../dashboard/pages/timeline';

const at = (second: number) => new Date(second * 1000);
const run = { name: 'a', status: 'SUCCEEDED', startedAt: at(0), stoppedAt: at(10), manifest: null, uploadKey: null, error: null } as const;

it('has a row per state, and one per branch in the order of the queries, with a bar per stay', () => {
  const visits = [
    { state: 'Look', iteration: null, enteredAt: at(0), leftAt: at(1) },
    { state: 'Query', iteration: 7, enteredAt: at(2), leftAt: at(2) },
    { state: 'Begin', iteration: 1, enteredAt: at(2), leftAt: at(2) },
    { state: 'Query', iteration: 1, enteredAt: at(2), leftAt: at(4) },
    { state: 'Look', iteration: null, enteredAt: at(5), leftAt: null },
  ];
  expect(timelineOf({ visits, run, titles: ['First', 'Second'], now: at(99) })).toEqual({
    span: '10 s',
    rows: [
      {
        state: 'Look',
        query: null,
        visits: '2 times',
        duration: '6.0 s',
        open: false,
        failed: false,
        aborted: false,
        bars: [
          { start: '0%', length: '10%', look: 'done' },
          { start: '50%', length: '50%', look: 'done' },
        ],
      },
      {
        state: 'Query',
        query: 'Second',
        visits: '',
        duration: '2.0 s',
        open: false,
        failed: false,
        aborted: false,
        bars: [
          { start: '20%', length: '0.3%', look: 'done' },
          { start: '20%', length: '20%', look: 'done' },
        ],
      },
      {
        state: 'Query',
        query: 'item 8',
        visits: '',
        duration: '0 ms',
        open: false,
        failed: false,
        aborted: false,
        bars: [{ start: '20%', length: '0.3%', look: 'done' }],
      },
    ],
  });
});

it('goes on until now while the execution runs', () => {
  const visits = [{ state: 'Look', iteration: null, enteredAt: at(5), leftAt: null }];
  const timeline = timelineOf({ visits, run: { ...run, status: 'RUNNING', stoppedAt: null }, titles: [], now: at(20) });
  expect(timeline).toMatchObject({
    span: '20 s',
    rows: [{ open: true, duration: '15 s', bars: [{ start: '25%', length: '75%', look: 'open' }] }],
  });
});

it('marks the last stay in the state that failed, and each query without a result', () => {
  const visits = [
    { state: 'Look', iteration: null, enteredAt: at(0), leftAt: at(1) },
    { state: 'Look', iteration: null, enteredAt: at(2), leftAt: at(3) },
    { state: 'Query', iteration: 0, enteredAt: at(4), leftAt: at(5) },
    { state: 'Query', iteration: 1, enteredAt: at(4), leftAt: at(5) },
  ];
  const manifest = parseManifest(
    JSON.stringify({
      outcome: 'Failed',
      queries: [null, 'SYNTAX_ERROR'].map(error => ({ id: 'q', title: 'q', state: error ? 'FAILED' : 'SUCCEEDED', error })),
    }),
  );
  const failed = { ...run, manifest: manifest ?? null, error: { name: 'Odd', state: 'Look', cause: null } };
  expect(timelineOf({ visits, run: failed, titles: [], now: at(99) }).rows).toMatchObject([
    { failed: true, bars: [{ look: 'done' }, { look: 'failed' }] },
    { failed: false, bars: [{ look: 'done' }] },
    { failed: true, bars: [{ look: 'failed' }] },
  ]);
});

test.each(['ABORTED', 'TIMED_OUT'] as const)('does not show the state that %s cut off as done', status => {
  const visits = [
    { state: 'Look', iteration: null, enteredAt: at(0), leftAt: at(1) },
    { state: 'Wait', iteration: null, enteredAt: at(1), leftAt: null },
  ];
  expect(timelineOf({ visits, run: { ...run, status }, titles: [], now: at(99) }).rows).toMatchObject([
    { aborted: false, bars: [{ look: 'done' }] },
    { aborted: true, open: false, bars: [{ look: 'aborted' }] },
  ]);
});
