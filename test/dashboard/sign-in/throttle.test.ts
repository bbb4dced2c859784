import { createThrottle } from '../../../dashboard/sign-in/throttle';

function throttleAt() {
  const clock = { time: 0 };
  return { clock, throttle: createThrottle({ perAddress: 2, together: 3, windowSeconds: 60, now: () => clock.time }) };
}

it('makes an address wait after its wrong passwords, and no other', () => {
  const { throttle } = throttleAt();
  const waits = [throttle.wait('a')];
  throttle.failed('a');
  waits.push(throttle.wait('a'));
  throttle.failed('a');
  expect([...waits, throttle.wait('a'), throttle.wait('b')]).toEqual([0, 0, 60, 0]);
});

it('leaves one attempt to an address of its own after the wrong passwords of many', () => {
  const { throttle } = throttleAt();
  for (const address of ['a', 'b', 'c']) throttle.failed(address);
  const before = throttle.wait('d');
  throttle.failed('d');
  expect([throttle.wait('a'), before, throttle.wait('d'), throttle.wait('e')]).toEqual([60, 0, 60, 0]);
});

it('forgets the wrong passwords of an address that knows the right one', () => {
  const { throttle } = throttleAt();
  throttle.failed('a');
  throttle.failed('a');
  throttle.succeeded('a');
  expect(throttle.wait('a')).toBe(0);
});

test.each([
  ['2001:db8:1:2::1', '2001:DB8:1:2:ffff::9', true],
  ['2001:db8::1', '2001:0db8:0:0:1::', true],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ['203.0.113.7', '203.0.113.8', false],
  ['::ffff:203.0.113.7', '::ffff:203.0.113.8', false],
])('takes %s and %s for one: %s', (one, other, expected) => {
  const { throttle } = throttleAt();
  throttle.failed(one);
  throttle.failed(other);
  expect(throttle.wait(one) > 0).toBe(expected);
});

it('starts again with the next window', () => {
  const { clock, throttle } = throttleAt();
  for (const address of ['a', 'a', 'c']) throttle.failed(address);
  clock.time = 59_500;
  const before = throttle.wait('a');
  clock.time = 60_000;
  expect([before, throttle.wait('a')]).toEqual([1, 0]);
});

it('makes nobody wait until a clock that was set back has caught up', () => {
  const { clock, throttle } = throttleAt();
  clock.time = 86_400_000;
  for (const address of ['a', 'a', 'a', 'a', 'a']) throttle.failed(address);
  const before = throttle.wait('a');
  clock.time = 0;
  expect([before, throttle.wait('a')]).toEqual([60, 0]);
});
