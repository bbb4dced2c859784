import { isObject } from '../../json-object';

const headersOf = new WeakMap<object, Readonly<Record<string, string>>>();

/** Outside of the deserializer, so that the answer's `$metadata` is there to remember the headers by. */
export const REMEMBER_HEADERS = { step: 'deserialize', priority: 'high' } as const;

/** As AWS spells the headers, which Node gives in lower case; any other belongs to the connection. */
const SPELLING: Readonly<Record<string, string>> = {
  connection: 'Connection',
  'content-length': 'Content-Length',
  'content-type': 'Content-Type',
  date: 'Date',
  'x-amz-executed-version': 'X-Amz-Executed-Version',
  'x-amzn-remapped-content-length': 'x-amzn-Remapped-Content-Length',
  'x-amzn-requestid': 'x-amzn-RequestId',
  'x-amzn-trace-id': 'X-Amzn-Trace-Id',
};

/** Middleware that remembers the HTTP headers of each answer: optimized integrations show them in their results. */
export function rememberHeaders<Request, Result extends { response: unknown; output?: unknown }>(
  next: (request: Request) => Promise<Result>,
) {
  return async (request: Request): Promise<Result> => {
    const result = await next(request);
    const { response, output } = result;
    if (isObject(response) && isObject(response.headers) && isObject(output) && isObject(output.$metadata)) {
      const headers = Object.entries(response.headers).map(([name, value]) => [SPELLING[name], String(value)]);
      headersOf.set(output.$metadata, Object.fromEntries(headers.filter(([name]) => name !== undefined)));
    }
    return result;
  };
}

/** What an optimized integration adds to a service's answer. */
export function sdkMetadata(metadata: { readonly httpStatusCode?: number | undefined; readonly requestId?: string | undefined }) {
  const HttpHeaders = headersOf.get(metadata) ?? {};
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(HttpHeaders).map(([name, value]) => [name, [value]])),
      HttpHeaders,
      HttpStatusCode: metadata.httpStatusCode ?? 200,
    },
    SdkResponseMetadata: { RequestId: metadata.requestId ?? '' },
  };
}
