import type { Typed } from '../expressions/typed';
import { type Position, TrinoError } from '../trino-error';
import { canCoerce } from '../types/coercion';
import { isInteger, sameType, type Type } from '../types/type';
import type { UserDefinedFunction, UserDefinedFunctions } from '../user-defined-functions/user-defined-function';
import type { Decimal, Value, Zoned } from '../user-defined-functions/value';
import { type Bindings, instantiate, type Pattern, parsePattern, unify } from './pattern';

/** What a function's SQL is made of: its arguments, already of the types that the signature asks for. */
interface CallSite {
  readonly arguments: readonly Typed[];
  readonly returns: Type;
  readonly udfs: UserDefinedFunctions;
}

/** One overload of a scalar function. */
export interface FunctionDefinition {
  readonly name: string;
  readonly parameters: readonly Pattern[];
  /** The last parameter may repeat. */
  readonly variadic: boolean;
  readonly returns: Pattern;
  /** Instead of `returns`, where the result's type has to be computed from the arguments'. */
  readonly computeReturns?: ((parameters: readonly Type[]) => Type) | undefined;
  /** As Trino prints it in its errors. */
  readonly signature: string;
  readonly fails: boolean;
  readonly emit: (site: CallSite) => string;
}

/** Which overload a call means, and with which types. */
interface Resolved<D> {
  readonly definition: D;
  readonly parameters: readonly Type[];
  readonly returns: Type;
}

type Of<P> = P extends 'boolean'
  ? boolean
  : P extends 'bigint' | 'interval day to second'
    ? bigint
    : P extends 'integer' | 'smallint' | 'tinyint' | 'double' | 'real' | 'date' | 'interval year to month'
      ? number
      : P extends `varchar${string}`
        ? string
        : P extends 'varbinary'
          ? Uint8Array
          : P extends `decimal${string}`
            ? Decimal
            : P extends `timestamp(${string}) with time zone`
              ? Zoned
              : P extends `timestamp(${string})`
                ? bigint
                : P extends `array(${infer E})`
                  ? readonly (Of<E> | null)[]
                  : Value;

type All<S extends string> = S extends '' ? [] : S extends `${infer Head}, ${infer Tail}` ? [Of<Head>, ...All<Tail>] : [Of<S>];
/** A signature that is only known at run time says nothing about its values. */
type ArgumentsOf<S> = string extends S ? never[] : S extends `${string}(${infer A}) -> ${string}` ? All<A> : never;
type ResultOf<S> = string extends S ? Value : S extends `${string} -> ${infer R}` ? Of<R> | null : never;

/** A function that is an expression of DuckDB's; its SQL must not fail, and its results must be Trino's. */
export function sql(signature: string, emit: (...sqlArguments: string[]) => string): FunctionDefinition {
  return define(signature, false, ({ arguments: given }) => emit(...given.map(argument => argument.sql)));
}

/** A user-defined function: called with the values of the signature, never with NULL. A `TrinoError` fails the query. */
export function js<const S extends string>(signature: S, call: (...values: ArgumentsOf<S>) => ResultOf<S>): FunctionDefinition;
export function js(signature: string, call: (...values: never[]) => Value): FunctionDefinition {
  return jsOfTypes(signature, () => values => Reflect.apply(call, undefined, values));
}

/** A user-defined function that has to know the types of its arguments, or of its result. `nullable`: called with NULLs too. */
export function jsOfTypes(
  signature: string,
  callOf: (parameters: readonly Type[], returns: Type) => UserDefinedFunction['call'],
  { nullable = false } = {},
): FunctionDefinition {
  const name = signature.slice(0, signature.indexOf('('));
  return define(signature, true, ({ arguments: given, returns, udfs }) => {
    const parameters = given.map(argument => argument.type);
    return udfs.sql(
      { name, parameters, returns, nullable, call: callOf(parameters, returns) },
      given.map(argument => argument.sql),
    );
  });
}

/**
 * A user-defined function whose result DuckDB gives too, a hundred times faster, where `quick` gives SQL for the call: with `when`, for the rows
 * of which that is true.
 */
export function quickly(
  exact: FunctionDefinition,
  quick: (site: CallSite) => { readonly sql: string; readonly when?: string } | undefined,
): FunctionDefinition {
  return {
    ...exact,
    emit(site) {
      const found = site.arguments.every(argument => argument.sql.length < LONGEST_REPEATED) ? quick(site) : undefined;
      if (!found) return exact.emit(site);
      if (found.when === undefined) return found.sql;
      const rest = site.udfs.rarely(() => exact.emit(site));
      return `CASE WHEN ${found.when} THEN ${found.sql} ELSE ${rest} END`;
    },
  };
}

/** The quick way says the arguments' SQL several times: not where that would grow with every call around it. */
const LONGEST_REPEATED = 300;

/** The same function, whose result's type is computed. */
export function returning(computeReturns: (parameters: readonly Type[]) => Type, definition: FunctionDefinition): FunctionDefinition {
  return { ...definition, computeReturns };
}

/** A function whose SQL depends on the types, or on more than its arguments' SQL. */
export function define(signature: string, fails: boolean, emit: FunctionDefinition['emit']): FunctionDefinition {
  return { ...parseSignature(signature), fails, emit };
}

/** `name(type, type...) -> type`. */
export function parseSignature(signature: string) {
  const [, name = '', inside = '', returns = ''] = /^([$\w]+)\((.*)\) -> (.*)$/.exec(signature) ?? [];
  const variadic = inside.endsWith('...');
  const parameters = inside === '' ? [] : inside.replace('...', '').split(', ').map(parsePattern);
  return { name, parameters, variadic, returns: parsePattern(returns), signature: `${name}(${inside})` };
}

type Shape = Pick<FunctionDefinition, 'parameters' | 'variadic' | 'returns' | 'computeReturns'>;

/** The overload that takes the arguments as they are, else the first that takes them after Trino's implicit casts. */
export function resolve<D extends Shape>(overloads: readonly D[], given: readonly Type[], at: Position): Resolved<D> | undefined {
  const exact = overloads.flatMap(definition => resolveOne(definition, given, false) ?? []);
  if (exact[0]) return exact[0];
  const coerced = overloads.flatMap(definition => resolveOne(definition, given, true) ?? []);
  if (coerced.length < 2 || !given.some(type => type.name === 'unknown')) return coerced[0];
  // An untyped NULL fits everywhere: the candidate counts whose types all others would take, or any if they give the same.
  const [best, ...others] = coerced.filter(candidate => !coerced.some(other => other !== candidate && narrower(other, candidate)));
  if (best && others.every(other => sameType(other.returns, best.returns))) return best;
  throw ambiguousCall(at);
}

export function ambiguousCall(at?: Position): TrinoError {
  return new TrinoError('AMBIGUOUS_FUNCTION_CALL', 'Could not choose a best candidate operator. Explicit type casts must be added.', at);
}

function narrower(a: Resolved<Shape>, b: Resolved<Shape>): boolean {
  // Of an untyped NULL a decimal's size says nothing.
  const fitsOne = (from: Type, to: Type) => (isInteger(from) && to.name === 'decimal') || canCoerce(from, to);
  const fits = (from: readonly Type[], to: readonly Type[]) => from.every((type, index) => fitsOne(type, to[index] ?? type));
  return fits(a.parameters, b.parameters) && !fits(b.parameters, a.parameters);
}

function resolveOne<D extends Shape>(definition: D, given: readonly Type[], coerce: boolean): Resolved<D> | undefined {
  const { parameters: patterns, variadic, returns, computeReturns } = definition;
  if (variadic ? given.length < patterns.length : given.length !== patterns.length) return undefined;
  const bindings: Bindings = { types: new Map(), sizes: new Map() };
  const patternAt = (index: number) => patterns[Math.min(index, patterns.length - 1)];
  // Twice: what a later argument says of a type variable holds for the earlier ones too.
  const pass = () => given.map((type, index) => unify(patternAt(index) ?? { variable: '?' }, type, bindings, coerce));
  if (pass().includes(undefined)) return undefined;
  const parameters = pass().filter(type => type !== undefined);
  return { definition, parameters, returns: computeReturns?.(parameters) ?? instantiate(returns, bindings) };
}
