import { notSupported } from '../trino-error';
import type { TypeName } from './ast';
import type { TokenStream } from './token-stream';

/** A type's name with its parameters: `decimal(10, 2)`, `array(varchar)`, `timestamp(3) with time zone`, `row(a integer)`. */
export function parseType(tokens: TokenStream): TypeName {
  const start = tokens.position;
  let type = parseBaseType(tokens);
  while (tokens.take('ARRAY')) type = { name: 'array', parameters: [type], ...tokens.node(start) };
  return type;
}

function parseBaseType(tokens: TokenStream): TypeName {
  const start = tokens.position;
  if (tokens.take('INTERVAL')) {
    if (tokens.take('YEAR', 'TO', 'MONTH')) return { name: 'interval year to month', parameters: [], ...tokens.node(start) };
    if (tokens.take('DAY', 'TO', 'SECOND')) return { name: 'interval day to second', parameters: [], ...tokens.node(start) };
    throw notSupported('This interval type', tokens.peek());
  }
  if (tokens.take('DOUBLE', 'PRECISION')) return { name: 'double', parameters: [], ...tokens.node(start) };
  if (tokens.at('ROW', '(')) return parseRowType(tokens);
  const name = tokens.name().toLowerCase();
  const closing = tokens.take('(') ? ')' : tokens.at('<') && ['array', 'map'].includes(name) && tokens.take('<') ? '>' : undefined;
  const parameters = closing ? tokens.list(() => parseParameter(tokens)) : [];
  if (closing) tokens.expect(closing);
  if (name !== 'time' && name !== 'timestamp') return { name, parameters, ...tokens.node(start) };
  if (tokens.take('WITH', 'TIME', 'ZONE')) return { name: `${name} with time zone`, parameters, ...tokens.node(start) };
  tokens.take('WITHOUT', 'TIME', 'ZONE');
  return { name, parameters, ...tokens.node(start) };
}

function parseParameter(tokens: TokenStream): number | TypeName {
  return tokens.peek().kind === 'integer' ? Number(tokens.next().text) : parseType(tokens);
}

function parseRowType(tokens: TokenStream): TypeName {
  const start = tokens.position;
  const fieldNames: (string | undefined)[] = [];
  tokens.expect('ROW');
  const parameters = tokens.inParentheses(() =>
    tokens.list(() => {
      // A field is a type, or a name and a type.
      const named = tokens.atName() && tokens.atName(1) && !tokens.at('DOUBLE', 'PRECISION');
      fieldNames.push(named ? tokens.name() : undefined);
      return parseType(tokens);
    }),
  );
  return { name: 'row', parameters, fieldNames, ...tokens.node(start) };
}
