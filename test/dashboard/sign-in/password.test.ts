import { parsePassword } from '../../../dashboard/sign-in/password';

it('reads the password', () => {
  expect(parsePassword('{"password":"correct horse battery"}')).toBe('correct horse battery');
});

test.each(['', 'correct horse battery', '{}', '{"password":"tooshort"}', '{"password":5}'])(
  'refuses the secret %j without telling it',
  json => {
    const parse = () => parsePassword(json);
    expect(parse).toThrow('The sign-in secret must be {"password": "…"}');
    expect(parse).not.toThrow('tooshort');
  },
);
