import { escapeXml } from '../endpoint/escape-xml';
import { readBody } from '../endpoint/read-body';
import { xmlError } from '../endpoint/refuse';
import type { Service } from '../endpoint/service';
import { ACCOUNT } from '../identity';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const MAX_BODY_BYTES = 64 * 1024;

/** STS: `GetCallerIdentity`, which tools ask before anything else. The caller is always the account's root user, since any key pair is accepted. */
export function createSts(): Service {
  return {
    name: 'sts',
    async handle(request, response) {
      const body = await readBody(request, MAX_BODY_BYTES, 'RequestEntityTooLarge');
      const fields = new URLSearchParams(body === '' ? request.url?.split('?')[1] : body);
      const action = fields.get('Action') ?? '';
      const isKnown = action === 'GetCallerIdentity';
      response.writeHead(isKnown ? 200 : 400, { 'Content-Type': 'text/xml' });
      response.end(isKnown ? callerIdentity() : xmlError('InvalidAction', `sts:${action} is not supported by local AWS`));
    },
  };
}

function callerIdentity(): string {
  const fields = { Arn: `arn:aws:iam::${ACCOUNT}:root`, UserId: ACCOUNT, Account: ACCOUNT };
  const result = Object.entries(fields)
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join('');
  const metadata = '<ResponseMetadata><RequestId>local</RequestId></ResponseMetadata>';
  return `<GetCallerIdentityResponse xmlns="${NAMESPACE}"><GetCallerIdentityResult>${result}</GetCallerIdentityResult>${metadata}</GetCallerIdentityResponse>`;
}
