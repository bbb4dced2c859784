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
  ['with a later end', token.replace(/^\d+/, end => String(Number(end) + 1)), false],
  ['without its signature', token.split('.')[0], false],
  ['with a signature of its own', 'x.y', false],
  ['that is empty', '', false],
  ['that is not there', undefined, false],
  ['signed with another password', createSessions('another password', () => 1_000_000).issue(), false],
])('a token %s is valid: %s', (_what, given, expected) => {
  expect(sessions.isValid(given)).toBe(expected);
});

it('ends', () => {
  time += SESSION_SECONDS * 1000;
  expect(sessions.isValid(token)).toBe(false);
});
