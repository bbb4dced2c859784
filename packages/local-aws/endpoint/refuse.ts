import type { IncomingMessage, ServerResponse } from 'node:http';
import { escapeXml } from './escape-xml';

const CODE = 'UnknownOperationException';

/** Services whose answers are XML though their requests are not forms. */
const REST_XML = new Set(['s3', 'cloudfront', 'route53', 's3-outposts']);

/** Refuses a request to a service that is not here, in the form that the service's clients read. */
export function refuseService(request: IncomingMessage, response: ServerResponse, service: string): void {
  const message = `The service ${service} is not supported by local AWS; see packages/local-aws/README.md`;
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') {
    response.writeHead(501, { 'Content-Type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' });
    response.end(Buffer.concat([Buffer.from([0xa2]), cborText('__type'), cborText(CODE), cborText('message'), cborText(message)]));
    return;
  }
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  if (isForm || REST_XML.has(service)) {
    response.writeHead(501, { 'Content-Type': 'text/xml' });
    response.end(xmlError(CODE, message));
    return;
  }
  response.writeHead(501, { 'Content-Type': 'application/json', 'x-amzn-ErrorType': CODE });
  response.end(JSON.stringify({ __type: CODE, message, Message: message }));
}

/** An error as the services answer it that take forms (AWS's "query" protocol). */
export function xmlError(code: string, message: string): string {
  const error = `<Error><Type>Sender</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error>`;
  return `<ErrorResponse>${error}<RequestId>local</RequestId></ErrorResponse>`;
}

/** A text in CBOR, up to 65,535 bytes. Source: RFC 8949, section 3.1 */
function cborText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = bytes.length < 24 ? [0x60 + bytes.length] : [0x79, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from(head), bytes]);
}
