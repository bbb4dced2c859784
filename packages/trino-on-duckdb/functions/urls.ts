import { notSupported } from '../trino-error';
import { type FunctionDefinition, js } from './definition';

/** https://trino.io/docs/476/functions/url.html: the parts are what RFC 3986 calls them; of what is no URL, NULL. */
export const URLS = [
  part('protocol', ({ scheme = '' }) => scheme),
  part('host', ({ host = '' }) => host),
  part('path', ({ path }) => unescaped(path)),
  part('query', ({ query = '' }) => unescaped(query)),
  part('fragment', ({ fragment = '' }) => unescaped(fragment)),
  js('url_extract_port(varchar(x)) -> bigint', text => {
    const port = partsOf(text)?.port;
    return port ? BigInt(port) : null;
  }),
  js('url_extract_parameter(varchar(x), varchar) -> varchar(x)', (text, name) => {
    for (const pair of partsOf(text)?.query?.split('&') ?? []) {
      const [key = '', ...value] = pair.split('=');
      if (unescaped(key) === name) return unescaped(value.join('='));
    }
    return null;
  }),
];

function part(name: string, of: (parts: Parts) => string): FunctionDefinition {
  return js(`url_extract_${name}(varchar(x)) -> varchar(x)`, (text: string) => {
    const parts = partsOf(text);
    return parts ? of(parts) : null;
  });
}

interface Parts {
  readonly scheme?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly path: string;
  readonly query?: string | undefined;
  readonly fragment?: string | undefined;
}

const URL = /^(?:([A-Za-z][\w+.-]*):)?(?:\/\/(?:[^/?#@]*@)?([A-Za-z0-9.-]*)(?::(\d*))?(?=[/?#]|$))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/;

function partsOf(text: string): Parts | undefined {
  if (/[\s"<>\\^`{|}]|%(?![0-9a-f]{2})/i.test(text)) return undefined;
  if (/[[\]]/.test(text)) throw notSupported('A URL with an IPv6 address');
  const [, scheme, host, port, path = '', query, fragment] = URL.exec(text) ?? [];
  return { scheme, host, port, path, query, fragment };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notSupported('A URL that is no UTF-8');
  }
}
