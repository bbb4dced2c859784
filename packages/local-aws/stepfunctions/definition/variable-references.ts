import { isObject } from '../../json-object';
import { sourcesIn } from '../jsonata/template';
import { parse } from './validate-expressions';
import { scopesIn, statesOf } from './validate-transitions';
import { assignsOf } from './validate-variables';

/** The variables that each state reads, by its name; a state that reads none is left out. The definition is one that was accepted. */
export function variableReferences(text: string): Readonly<Record<string, readonly string[]>> {
  const definition: unknown = JSON.parse(text);
  const states = isObject(definition) ? scopesIn(definition, '').flatMap(([scope]) => Object.entries(statesOf(scope))) : [];
  const assigned = new Set(
    states.flatMap(([, state]) =>
      isObject(state) ? assignsOf(state, '').flatMap(([assign]) => (isObject(assign) ? Object.keys(assign) : [])) : [],
    ),
  );
  const read = states.map(([name, state]) => {
    const { Branches: _, ItemProcessor: __, ...own } = isObject(state) ? state : {};
    // What an expression names beside them are functions, and what it binds itself.
    const names = new Set(
      sourcesIn(own)
        .flatMap(variablesOf)
        .filter(name => assigned.has(name)),
    );
    return [name, [...names].sort()] as const;
  });
  return Object.fromEntries(read.filter(([, names]) => names.length > 0));
}

/** None for what only looks like an expression, as a Comment may. */
function variablesOf(source: string): string[] {
  const references = parse(source);
  return typeof references === 'string' ? [] : [...references.variables];
}
