import { nodeNotice } from '../../local/node-version';

describe('the notice about Node', () => {
  it('names the version and what comes', () => {
    expect(nodeNotice('20.19.0')).toMatch(/^Node 20\.19\.0 works\. From January 2027 on, .* need Node 22; production runs 24/);
  });

  it.each(['22.0.0', '24.21.0'])('is not given on %s', version => {
    expect(nodeNotice(version)).toBeUndefined();
  });
});
