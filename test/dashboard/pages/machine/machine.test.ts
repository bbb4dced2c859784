import type { Execution } from '../../../../dashboard/executions/execution';
import { parseMachine } from '../../../../dashboard/pages/machine/definition';
import { layoutOf } from '../../../../dashboard/pages/machine/layout';
import { pictureOf } from '../../../../dashboard/pages/machine/picture';

const MACHINE = {
  StartAt: 'Look',
  States: {
    Look: { Type: 'Task', Comment: 'See whether it is there', Next: 'IsThere', Catch: [{ ErrorEquals: ['Odd'], Next: 'Wait' }] },
    IsThere: { Type: 'Choice', Choices: [{ Condition: 'x', Next: 'Ask' }], Default: 'Wait' },
    Wait: { Type: 'Wait', Seconds: 1, Next: 'Look' },
    Ask: {
      Type: 'Map',
      ItemProcessor: { StartAt: 'Query', States: { Query: { Type: 'Task' }, Mark: { Type: 'Pass' } } },
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
};

const machine = parseMachine(JSON.stringify(MACHINE));
if (!machine) throw new Error('expected a machine');

const at = (second: number) => new Date(second * 1000);
const run: Execution = { name: 'a', status: 'RUNNING', startedAt: at(0), stoppedAt: null, manifest: null, uploadKey: null, error: null };
const visit = (state: string, from: number, to: number | null, iteration: number | null = null) => ({
  state,
  iteration,
  enteredAt: at(from),
  leftAt: to === null ? null : at(to),
});

describe('a definition', () => {
  it('has its states in their order and its transitions, the ways out of errors apart', () => {
    expect(machine.states.map(({ name, inner }) => [name, inner])).toEqual([
      ['Look', []],
      ['IsThere', []],
      ['Wait', []],
      ['Ask', ['Query', 'Mark']],
      ['Done', []],
    ]);
    expect(machine.transitions).toContainEqual({ from: 'Look', to: 'Wait', isCatch: true });
    expect(machine.transitions).toContainEqual({ from: 'Wait', to: 'Look', isCatch: false });
  });

  test.each(['', '{', 'null', '{"States":{}}', '{"StartAt":"a","States":{"a":5}}'])('is not %j', json => {
    expect(parseMachine(json)).toBeUndefined();
  });
});

describe('the layout', () => {
  const { boxes, lines, width, height } = layoutOf(machine, 5);

  it('has every state within the picture, and none over another', () => {
    for (const box of boxes) {
      expect([box.x >= 0, box.y >= 0, box.x + box.width <= width, box.y + box.height <= height]).toEqual([true, true, true, true]);
      const over = boxes.filter(
        ({ name, x, y, width: w, height: h }) =>
          name !== box.name && x < box.x + box.width && box.x < x + w && y < box.y + box.height && box.y < y + h,
      );
      expect(over.map(({ name }) => name)).toEqual([]);
    }
  });

  it('goes down in the order of the definition, and draws loops as such', () => {
    expect(lines.filter(({ isBack }) => isBack).map(({ from, to }) => `${from} ${to}`)).toEqual(['Wait Look']);
    const top = (name: string) => boxes.find(box => box.name === name)?.y ?? 0;
    expect(top('Look') < top('IsThere') && top('IsThere') < top('Ask') && top('Ask') < top('Done')).toBe(true);
  });
});

describe('the picture', () => {
  const layout = layoutOf(machine, 2);
  const draw = (more: Partial<Execution>, ...visits: ReturnType<typeof visit>[]) =>
    pictureOf({ layout, visits, run: { ...run, ...more }, titles: ['Sales', 'Status'], selected: null, now: at(20) });
  const looks = ({ states }: ReturnType<typeof draw>) => Object.fromEntries(states.map(({ name, look }) => [name, look]));

  it('shows every state from the start', () => {
    expect(looks(draw({}))).toEqual({ Look: 'idle', IsThere: 'idle', Wait: 'idle', Ask: 'idle', Done: 'idle' });
  });

  it('lights up what was passed and where it is now, with the rounds of a loop', () => {
    const picture = draw(
      {},
      visit('Look', 0, 1),
      visit('IsThere', 1, 2),
      visit('Wait', 2, 5),
      visit('Look', 5, 6),
      visit('IsThere', 6, null),
    );
    expect(looks(picture)).toMatchObject({ Look: 'done', IsThere: 'open', Wait: 'done', Ask: 'idle' });
    expect(picture.states[0]?.note).toBe('2 × 2.0 s');
    expect(picture.lines.filter(({ look }) => look.includes('taken'))).toHaveLength(3);
  });

  it('has a lane per query', () => {
    const picture = draw({}, visit('Ask', 1, null), visit('Query', 1, 2, 0), visit('Query', 1, null, 1));
    expect(picture.states.find(({ name }) => name === 'Ask')?.lanes.map(({ title, look }) => [title, look])).toEqual([
      ['Sales', 'done'],
      ['Status', 'open'],
    ]);
  });

  test.each([
    ['ABORTED', 'aborted'],
    ['TIMED_OUT', 'aborted'],
    ['FAILED', 'failed'],
    ['SUCCEEDED', 'done'],
  ] as const)('shows the state in which an execution ended as %s as %s', (status, expected) => {
    expect(looks(draw({ status, stoppedAt: at(9) }, visit('Look', 0, 1), visit('IsThere', 1, null))).IsThere).toBe(expected);
  });
});
