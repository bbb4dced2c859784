const headersOf = new WeakMap<object, Readonly<Record<string, string>>>();

/** Middleware that remembers the HTTP headers of each answer: optimized integrations show them in their results. */
export function rememberHeaders<Request, Result extends { response: unknown; output?: unknown }>(
  next: (request: Request) => Promise<Result>,
) {
  return async (request: Request): Promise<Result> => {
    const result = await next(request);
    const { response, output } = result;
    if (isObject(response) && isObject(response.headers) && isObject(output) && isObject(output.$metadata))
      headersOf.set(output.$metadata, Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])));
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

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
