import { type Endpoint, openEndpoint } from '../../endpoint';
import { createSts } from '../../sts/sts';

describe('STS', () => {
  let endpoint: Endpoint;
  beforeAll(async () => {
    endpoint = await openEndpoint(0);
    endpoint.serve([createSts()]);
  });
  afterAll(() => endpoint.close());

  const ask = async (action: string) => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=key/20261130/us-east-1/sts/aws4_request, SignedHeaders=host';
    const body = new URLSearchParams({ Action: action, Version: '2011-06-15' });
    const response = await fetch(endpoint.url, { method: 'POST', body, headers: { authorization } });
    return { status: response.status, text: await response.text() };
  };

  it('says who asks', async () => {
    const { status, text } = await ask('GetCallerIdentity');
    expect(status).toBe(200);
    expect(text).toContain('<Arn>arn:aws:iam::000000000000:root</Arn><UserId>000000000000</UserId><Account>000000000000</Account>');
  });

  it('refuses what it does not know by its name', async () => {
    const { status, text } = await ask('AssumeRole');
    expect(status).toBe(400);
    expect(text).toContain('<Code>InvalidAction</Code><Message>sts:AssumeRole is not supported by local AWS</Message>');
  });
});
