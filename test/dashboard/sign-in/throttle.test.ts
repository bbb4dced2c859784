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

it('makes everyone wait after the wrong passwords of many', () => {
  const { throttle } = throttleAt();
  for (const address of ['a', 'b', 'c']) throttle.failed(address);
  expect(throttle.wait('d')).toBe(60);
});

it('starts again with the next window', () => {
  const { clock, throttle } = throttleAt();
  for (const address of ['a', 'a', 'c']) throttle.failed(address);
  clock.time = 59_500;
  const before = throttle.wait('a');
  clock.time = 60_000;
  expect([before, throttle.wait('a')]).toEqual([1, 0]);
});
