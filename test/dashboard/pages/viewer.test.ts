import { EVERYONE, viewerOf } from '../../../dashboard/pages/viewer';

test.each([
  [undefined, EVERYONE.locale],
  ['', EVERYONE.locale],
  ['*', EVERYONE.locale],
  ['de-DE,de;q=0.9,en;q=0.8', 'de-DE'],
  ['xx-nonsense, fr;q=0.3, es;q=0.7', 'es'],
  ['de;q=0', EVERYONE.locale],
  ['"; drop', EVERYONE.locale],
  ['x'.repeat(100_000), EVERYONE.locale],
])('of Accept-Language %.40j has the language %s', (acceptLanguage, expected) => {
  expect(viewerOf({ acceptLanguage, cookie: undefined }).locale).toBe(expected);
});

test.each([
  [undefined, 'UTC'],
  ['time-zone=Europe%2FBerlin', 'Europe/Berlin'],
  ['a=b; time-zone=America%2FNew_York; c=d', 'America/New_York'],
  ['time-zone=Nowhere', 'UTC'],
  ['time-zone=%', 'UTC'],
  ['my-time-zone=Europe%2FBerlin', 'UTC'],
])('of the cookie %j has the time zone %s', (cookie, expected) => {
  expect(viewerOf({ acceptLanguage: undefined, cookie }).timeZone).toBe(expected);
});
