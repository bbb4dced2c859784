import { createSessions, SESSION_SECONDS } from '../../../dashboard/sign-in/session';

let time = 1_000_000;
const sessions = createSessions('correct horse battery', () => time);
const token = sessions.issue();

beforeEach(() => {
  time = 1_000_000;
});

test.each([
  ['correct horse battery', true],
  ['correct horse batter', false],
  ['Correct horse battery', false],
  ['', false],
])('the password "%s" is right: %s', (given, expected) => {
  expect(sessions.isPassword(given)).toBe(expected);
});

test.each([
  ['as it was issued', token, true],
  ['with a letter more', `${token}x`, false],
  ['that is empty', '', false],
  ['that is not there', undefined, false],
  ['of another process', createSessions('correct horse battery', () => 1_000_000).issue(), false],
])('a token %s is valid: %s', (_what, given, expected) => {
  expect(sessions.isValid(given)).toBe(expected);
});

it('ends when its owner signs out, and no other', () => {
  const [mine, other] = [sessions.issue(), sessions.issue()];
  sessions.end(mine);
  expect([sessions.isValid(mine), sessions.isValid(other)]).toEqual([false, true]);
});

it('ends by itself', () => {
  time += SESSION_SECONDS * 1000;
  expect(sessions.isValid(token)).toBe(false);
});
