// Evaluates templates: JSON in which every string of the shape `{% … %}` is a JSONata expression.
const { randomUUID } = require('node:crypto');
const jsonata = require('jsonata');
const { addAwsFunctions, InternalError } = require('./aws-functions.cjs');
const { bound } = require('./bounds.cjs');

const MOST_COMPILED = 500;
const compiled = new Map();

/**
 * `fields` are templates by their place in the state (`Output`, `Choices[0]/Condition`), `states` and `variables` are JSON texts.
 * Gives the fields as JSON texts, or the first failure: `{ location, expression, kind, message }`.
 */
async function evaluateFields({ now, fields, states, variables }) {
  const bindings = { ...clock(now), states: parseAll(states), ...parseAll(variables) };
  const values = {};
  try {
    for (const [location, template] of Object.entries(fields))
      values[location] = written(await evaluateTemplate(template, location, bindings), location, template);
    return { values };
  } catch (error) {
    if (error instanceof Failure) return { failure: { ...error } };
    throw error;
  }
}

/** `$now` and `$millis` by the clock of the service, not of the thread. */
function clock(milliseconds) {
  return {
    millis: () => milliseconds,
    now: (picture, timezone) => FROM_MILLIS.evaluate(undefined, { milliseconds, picture, timezone }),
  };
}

const FROM_MILLIS = jsonata('$fromMillis($milliseconds, $picture, $timezone)');

/** A value nested too deeply is a failed expression: it could be caught, which the end of the thread could not. */
function written(value, location, template) {
  try {
    return JSON.stringify(value, finite);
  } catch (error) {
    throw new Failure(location, String(template).slice(2, -2).trim(), 'threw', `: ${error.message}`);
  }
}

class Failure {
  constructor(location, expression, kind, message) {
    Object.assign(this, { location, expression, kind, message });
  }
}

async function evaluateTemplate(template, location, bindings) {
  if (typeof template === 'string')
    return isExpression(template) ? evaluateExpression(template.slice(2, -2), location, bindings) : template;
  if (Array.isArray(template)) {
    const items = [];
    for (const [index, item] of template.entries()) items.push(await evaluateTemplate(item, `${location}[${index}]`, bindings));
    return items;
  }
  if (template === null || typeof template !== 'object') return template;
  const object = {};
  for (const [key, item] of Object.entries(template)) object[key] = await evaluateTemplate(item, `${location}/${key}`, bindings);
  return object;
}

async function evaluateExpression(source, location, bindings) {
  let value;
  try {
    const expression = compile(source);
    bound(expression);
    value = await expression.evaluate(undefined, bindings);
  } catch (error) {
    if (isInternal(error)) throw new Failure(location, source.trim(), 'internal', randomUUID());
    throw new Failure(location, source.trim(), 'threw', error.code ? `. ${error.code}: ${error.message}` : `: ${error.message}`);
  }
  if (value === undefined) throw new Failure(location, source.trim(), 'undefined');
  if (holdsFunction(value)) throw new Failure(location, source.trim(), 'unsupported');
  return value;
}

/** A built-in function of JSONata failed with a JavaScript error, whose message would not help the author of the expression. */
function isInternal(error) {
  return error instanceof InternalError || (error instanceof TypeError && error.code === undefined);
}

/** Compiled once; the least recently used go first. */
function compile(source) {
  const known = compiled.get(source);
  if (known) compiled.delete(source);
  const expression = known ?? jsonata(source);
  if (!known) addAwsFunctions(expression);
  compiled.set(source, expression);
  if (compiled.size > MOST_COMPILED) compiled.delete(compiled.keys().next().value);
  return expression;
}

function isExpression(text) {
  return text.length >= 4 && text.startsWith('{%') && text.endsWith('%}');
}

function holdsFunction(value) {
  if (typeof value === 'function') return true;
  if (value === null || typeof value !== 'object') return false;
  if (value._jsonata_lambda || value._jsonata_function) return true;
  return Object.values(value).some(holdsFunction);
}

/** JSON has no literal for these; AWS writes their names. */
function finite(_key, value) {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function parseAll(texts) {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, JSON.parse(text)]));
}

module.exports = { evaluateFields };
