import { coerce } from '../expressions/coerce';
import { quote, type Typed } from '../expressions/typed';
import { ambiguousCall, resolve } from '../functions/definition';
import { AGGREGATES, FUNCTIONS, WINDOW_FUNCTIONS } from '../functions/functions';
import { REFUSED_FUNCTIONS } from '../functions/refused';
import type { Call } from '../syntax/ast';
import { invalidArgument, notSupported, type Position, TrinoError, typeMismatch } from '../trino-error';
import { arrayOf, printType, storageOf, VARCHAR } from '../types/type';
import { analyzeAggregate } from './aggregate-call';
import { analyzeConditional } from './conditional';
import type { Env } from './env';
import { analyze } from './expression';
import { analyzeFormat } from './format-call';
import { analyzeLambdaCall } from './lambda-call';
import { analyzeMoment } from './moment';
import { analyzeWindowCall } from './window-call';

/** A function call: conditional, of a window, aggregate or plain. */
export function analyzeCall(call: Call, env: Env): Typed {
  const { name, at } = call;
  if (call.over) return analyzeWindowCall(call, call.over, env);
  if (AGGREGATES.has(name)) return analyzeAggregate(call, env);
  if (WINDOW_FUNCTIONS.has(name)) throw new TrinoError('MISSING_OVER', `Window function ${name} requires an OVER clause`, at);
  if (call.filter) throw new TrinoError('FUNCTION_NOT_AGGREGATE', `Filter is only valid for aggregation functions`, at);
  if (call.distinct) throw new TrinoError('FUNCTION_NOT_AGGREGATE', 'DISTINCT is not supported for non-aggregation functions', at);
  if (call.orderBy?.length) throw new TrinoError('FUNCTION_NOT_AGGREGATE', 'ORDER BY is only valid for aggregation functions', at);
  return (
    analyzeConditional(call, env) ??
    analyzeMoment(call, env) ??
    analyzeExtract(call, env) ??
    analyzeLambdaCall(call, env) ??
    analyzeFormat(call, env) ??
    analyzeScalar(call, env)
  );
}

const EXTRACT_FIELDS =
  'YEAR QUARTER MONTH WEEK DAY DAY_OF_MONTH DAY_OF_WEEK DOW DAY_OF_YEAR DOY YEAR_OF_WEEK YOW HOUR MINUTE SECOND TIMEZONE_MINUTE TIMEZONE_HOUR'.split(
    ' ',
  );

/** EXTRACT(field FROM x) is the function of the field's name, but not of every type that the function takes. */
function analyzeExtract({ name, arguments: [field, value], at, text }: Call, env: Env): Typed | undefined {
  if (name !== 'extract' || field?.kind !== 'string' || !value) return undefined;
  const unit = field.value.toUpperCase();
  if (!EXTRACT_FIELDS.includes(unit))
    throw new TrinoError('SYNTAX_ERROR', `Invalid EXTRACT field ${field.value}, valid fields are: ${EXTRACT_FIELDS.join(', ')}`, at);
  const { type } = analyze(value, env);
  const ofClock = /HOUR|MINUTE|SECOND/.test(unit);
  const known =
    (type.name.startsWith('timestamp') && (!unit.startsWith('TIMEZONE') || type.name !== 'timestamp')) ||
    (type.name.startsWith('interval') &&
      (type.name.endsWith('month') ? ['YEAR', 'MONTH'] : ['DAY', 'HOUR', 'MINUTE', 'SECOND']).includes(unit)) ||
    (type.name === 'date' && !ofClock);
  if (!known) throw typeMismatch(`Cannot extract ${unit} from ${printType(type)}`, value.at);
  return analyzeScalar({ kind: 'call', name: field.value.toLowerCase(), arguments: [value], at, text }, env);
}

/** In Trino these are of `char` too, and of an untyped NULL they may be that. */
const OF_CHAR_TOO = ['upper', 'lower', 'trim', 'ltrim', 'rtrim', 'substr', 'substring'];
/** And these of types of which Trino cannot choose one for an untyped NULL at the end of so many arguments. */
const OF_TIME_TOO: Readonly<Record<string, number>> = { date_trunc: 2, date_add: 3, concat_ws: 2 };

function analyzeScalar(call: Call, env: Env): Typed {
  if (REFUSED_FUNCTIONS.has(call.name)) overloadsOf(FUNCTIONS, call);
  const given = call.arguments.map(argument => analyze(argument, env));
  const { udfs } = env.statement;
  if (call.name === 'typeof' && given[0] && given.length === 1)
    return { type: VARCHAR, sql: quote(printType(given[0].type)), fails: false };
  const overloads = overloadsOf(FUNCTIONS, call);
  const special =
    call.name === 'concat' ? analyzeConcat(call, given) : call.name === '$subscript' ? analyzeSubscript(call, given) : undefined;
  if (special) return special;
  if (given.some(isUnknown) && OF_CHAR_TOO.includes(call.name)) throw notSupported(`${call.name} of an untyped NULL`, call.at);
  if (given.slice(-1).some(isUnknown) && OF_TIME_TOO[call.name] === given.length) throw ambiguousCall(call.at);
  const resolved = resolve(
    overloads,
    given.map(value => value.type),
    call.at,
  );
  if (!resolved) throw call.name === '$subscript' ? wrongSubscript(given, call.at) : unexpectedParameters(call, given, overloads);
  if (call.name === 'concat' && given.length === 1) throw invalidArgument('There must be two or more concatenation arguments', call.at);
  const { definition, parameters, returns } = resolved;
  const values = given.map((value, index) => coerce(value, parameters[index] ?? value.type, udfs));
  return {
    type: returns,
    sql: definition.emit({ arguments: values, returns, udfs }),
    fails: definition.fails || values.some(value => value.fails),
  };
}

const isUnknown = ({ type }: Typed) => type.name === 'unknown';

/** What CONCAT does with untyped NULLs, which may be texts or arrays; nothing for an ordinary call. */
function analyzeConcat({ at }: Call, given: readonly Typed[]): Typed | undefined {
  const [known] = given.filter(value => !isUnknown(value));
  if (known && given.length === 2 && given.some(isUnknown)) {
    // Trino takes the NULL for an array, to which the other is added, unless it might be what the other is.
    const { name, size } = known.type;
    if (name === 'array' || name === 'varbinary' || (name === 'varchar' && size === undefined)) throw ambiguousCall(at);
    const type = arrayOf(known.type);
    return { type, sql: `CAST(NULL AS ${storageOf(type)})`, fails: false };
  }
  const elements = given.map(value => value.type.of?.[0]?.name);
  if (new Set(elements).size > 1 && elements.includes('unknown')) throw ambiguousCall(at);
  return undefined;
}

/** A field of a row by its number, which has to be written out; nothing for an array or a map. */
function analyzeSubscript({ arguments: [base, place], at }: Call, [value, index]: readonly Typed[]): Typed | undefined {
  if (!base || !place || !value || !index || ['array', 'map', 'unknown'].includes(value.type.name)) return undefined;
  if (value.type.name !== 'row') throw wrongSubscript([value, index], at);
  const number = index.type.name === 'integer' ? Number(index.literal ?? Number.NaN) : Number.NaN;
  const [fields, where] = [value.type.of ?? [], place.at];
  if (Number.isNaN(number)) throw new TrinoError('EXPRESSION_NOT_CONSTANT', 'Subscript expression on ROW requires a constant index', where);
  if (number < 1) throw invalidArgument(`Invalid subscript index: ${number}. ROW indices start at 1`, where);
  const type = fields[number - 1];
  if (!type) throw invalidArgument(`Subscript index out of bounds: ${number}, max value is ${fields.length}`, where);
  return { type, sql: `struct_extract(${value.sql}, 'f${number - 1}')`, fails: value.fails };
}

function wrongSubscript(given: readonly Typed[], at: Position): TrinoError {
  const [value, index] = given.map(({ type }) => printType(type));
  return typeMismatch(`Cannot use ${index} for subscript of ${value}`, at);
}

/** The overloads of a name; for a name that has none, Trino's error, or that it is not supported here. */
export function overloadsOf<D>(functions: ReadonlyMap<string, readonly D[]>, { name, at }: Call): readonly D[] {
  const overloads = functions.get(name);
  if (overloads) return overloads;
  if (REFUSED_FUNCTIONS.has(name)) throw notSupported(`Function ${name}`, at);
  throw new TrinoError('FUNCTION_NOT_FOUND', `Function '${name}' not registered`, at);
}

export function unexpectedParameters(
  { name, at }: Call,
  given: readonly Typed[],
  overloads: readonly { readonly signature: string }[],
): TrinoError {
  const types = given.map(value => printType(value.type));
  const expected = overloads
    .map(overload => overload.signature)
    .sort()
    .join(', ');
  return new TrinoError(
    'FUNCTION_NOT_FOUND',
    `Unexpected parameters (${types.join(', ')}) for function ${name}. Expected: ${expected}`,
    at,
  );
}
