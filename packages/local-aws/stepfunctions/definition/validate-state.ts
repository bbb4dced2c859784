import { isObject, type JsonObject } from '../../json-object';
import { expressionOf } from '../jsonata/template';
import { parseResource } from '../tasks/resource';
import { mayBeKnown, supports } from '../tasks/supports';
import { inObject, inRequiredList, mustBe, mustBeOneOf, requiredFields, unknownFields } from './checks';
import { type Diagnostic, wrongSchema } from './diagnostic';
import { DISTRIBUTED_ONLY, FIELDS, ONLY, STATE_TYPES, type StateType } from './state-fields';
import { parseTimestamp } from './timestamp';
import { validateArguments } from './validate-arguments';
import { validateExpressions } from './validate-expressions';
import { validateStateNumbers } from './validate-numbers';
import { validateRecovery } from './validate-recovery';
import { type Language, type ScopeContext, validateLanguageName, validateScope } from './validate-scope';

export function validateState(name: string, state: unknown, scope: ScopeContext): Diagnostic[] {
  const path = `${scope.path}/States/${name}`;
  return inObject(state, path, part => validateFound(name, part, path, scope));
}

function validateFound(name: string, state: JsonObject, path: string, scope: ScopeContext): Diagnostic[] {
  if (name.length > 80) return [wrongSchema('State name must not exceed 80 characters', path)];
  if (state.Type === undefined) return [wrongSchema("The field 'Type' is required", path)];
  const type = STATE_TYPES.find(known => known === state.Type);
  if (!type) return [wrongSchema(`The field 'Type' should have one of these values: [${STATE_TYPES.join(', ')}]`, `${path}/Type`)];
  const language = languageOf(state, scope.language);
  return [
    ...validateFields(state, type, path),
    ...mustBe('String', state.Comment, `${path}/Comment`),
    ...validateLanguage(state, language, scope.language, path),
    ...validateLanguageName(state.QueryLanguage, path),
    ...validateTransition(state, type, path),
    ...validateStateNumbers(state, language, path),
    ...validateRecovery(state, path),
    ...CHECKS[type](state, path, scope, language),
    ...(language === 'JSONata' ? validateExpressions(state, type, path) : []),
  ];
}

/** Anything but the very word JSONPath is JSONata; AWS complains of the word separately. */
export function languageOf({ QueryLanguage }: JsonObject, inherited: Language): Language {
  if (QueryLanguage === undefined) return inherited;
  return QueryLanguage === 'JSONPath' ? 'JSONPath' : 'JSONata';
}

function validateFields(state: JsonObject, type: StateType, path: string): Diagnostic[] {
  const distributed = DISTRIBUTED_ONLY.filter(field => field in state && FIELDS[type].includes(field));
  return [
    ...unknownFields(state, FIELDS[type], path),
    ...distributed.map(field => wrongSchema(`Distributed Map is not supported by local AWS: field '${field}'`, path)),
  ];
}

/** A field of the other language is refused as AWS does; a field that only JSONPath has, because JSONPath does not run here. */
function validateLanguage(state: JsonObject, language: Language, machine: Language, path: string): Diagnostic[] {
  if (machine === 'JSONata' && language === 'JSONPath')
    return [wrongSchema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", path)];
  const other = language === 'JSONata' ? 'JSONPath' : 'JSONata';
  const rules = (key: string) => (Array.isArray(state[key]) ? state[key].filter(isObject) : []);
  const parts = [state, ...rules('Choices'), ...rules('Catch')];
  const fields = parts.flatMap(part => Object.keys(part));
  const foreign = fields.filter(field => ONLY[other].includes(field));
  const unsupported = language === 'JSONPath' ? [...fields.filter(field => ONLY.JSONPath.includes(field)), ...payloadTemplates(state)] : [];
  return [
    ...foreign.map(field =>
      wrongSchema(
        `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`,
        path,
      ),
    ),
    ...unsupported.map(field =>
      wrongSchema(`JSONPath is not supported by local AWS: field '${field}'; set QueryLanguage to JSONata and write it in JSONata`, path),
    ),
  ];
}

/** An Assign of a JSONPath state which the two languages read differently: `"name.$"`, or an expression's text as a literal. */
function payloadTemplates({ Assign }: JsonObject): string[] {
  return /\.\$":|"\{%/.test(JSON.stringify(Assign) ?? '') ? ['Assign'] : [];
}

function validateTransition(state: JsonObject, type: StateType, path: string): Diagnostic[] {
  if (type === 'Choice' || type === 'Succeed' || type === 'Fail') return mustBe('String', state.Default, `${path}/Default`);
  const types = [...mustBe('String', state.Next, `${path}/Next`), ...mustBe('Boolean', state.End, `${path}/End`)];
  if (types.length > 0) return types;
  const given = ['Next', 'End'].filter(field => state[field] !== undefined && state[field] !== false);
  if (given.length === 0) return [wrongSchema('This object should have only one of the following fields: [Next, End]', path)];
  return given.length === 2 ? [wrongSchema('There should only be one of the following fields: [Next, End]', path)] : [];
}

type Check = (state: JsonObject, path: string, scope: ScopeContext, language: Language) => Diagnostic[];

const CHECKS: Readonly<Record<StateType, Check>> = {
  Pass: () => [],
  Succeed: () => [],
  Fail: (state, path) => ['Error', 'Cause'].flatMap(field => mustBe('String', state[field], `${path}/${field}`)),
  Task: validateTask,
  Wait: validateWait,
  Choice: validateChoice,
  Parallel: validateParallel,
  Map: validateMap,
};

function validateTask(state: JsonObject, path: string): Diagnostic[] {
  const { Resource, Credentials, TimeoutSeconds, HeartbeatSeconds } = state;
  const credentials =
    Credentials === undefined || (isObject(Credentials) && typeof Credentials.RoleArn === 'string')
      ? []
      : [wrongSchema("The field 'RoleArn' is required but was missing", `${path}/Credentials`)];
  const slow =
    typeof TimeoutSeconds === 'number' && typeof HeartbeatSeconds === 'number' && HeartbeatSeconds >= TimeoutSeconds
      ? [wrongSchema('HeartbeatSeconds must be smaller than TimeoutSeconds', path)]
      : [];
  return [...validateResource(Resource, path), ...validateArguments(state, path), ...credentials, ...slow];
}

function validateResource(resource: unknown, path: string): Diagnostic[] {
  const at = `${path}/Resource`;
  if (resource === undefined) return [wrongSchema("The field 'Resource' is required but was missing", path)];
  if (typeof resource !== 'string') return [wrongSchema('Expected value of type String', at)];
  if (/^arn:aws[\w-]*:states:[\w-]+:\d{12}:activity:/.test(resource)) return [wrongSchema('Activities are not supported by local AWS', at)];
  if (!resource.startsWith('arn:')) return [wrongSchema('Value is not a valid resource ARN', at)];
  const parsed = parseResource(resource);
  if (parsed?.kind === 'integration' && parsed.action.endsWith('.waitForTaskToken'))
    return [wrongSchema(`Task tokens (.waitForTaskToken) are not supported by local AWS: ${resource}`, at)];
  if (parsed && supports(parsed)) return [];
  if (parsed?.kind === 'integration' && mayBeKnown(parsed))
    return [wrongSchema(`${parsed.type}:${parsed.action} is not supported by local AWS`, at)];
  const what = `The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available`;
  return [wrongSchema(`${what} in this region.`, at)];
}

const TIMING = ['SecondsPath', 'Seconds', 'TimestampPath', 'Timestamp'];

function validateWait(state: JsonObject, path: string, _scope: ScopeContext, language: Language): Diagnostic[] {
  const given = TIMING.filter(field => state[field] !== undefined);
  const list = `[${TIMING.join(', ')}]`;
  if (given.length === 0) return [wrongSchema(`This object should have only one of the following fields: ${list}`, path)];
  if (given.length > 1) return [wrongSchema(`There should only be one of the following fields: ${list}`, path)];
  const { Timestamp } = state;
  if (typeof Timestamp !== 'string') return mustBe('String', Timestamp, `${path}/Timestamp`);
  const fits =
    (language === 'JSONata' && expressionOf(Timestamp) !== undefined) ||
    (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(Timestamp) && parseTimestamp(Timestamp) !== undefined);
  return fits ? [] : [wrongSchema('String does not match RFC3339 timestamp', `${path}/Timestamp`)];
}

const SELECTORS = ['And', 'Or', 'Not', 'Variable', 'Condition'];
/** Beside an operator, which only a rule in JSONPath has. */
const RULE_FIELDS = [...SELECTORS, 'Next', 'Comment', 'Assign', 'Output'];

function validateChoice(state: JsonObject, path: string): Diagnostic[] {
  return inRequiredList(state, 'Choices', path, (rule, at) => {
    const isOne = SELECTORS.filter(field => rule[field] !== undefined).length === 1;
    return [
      ...(isOne ? [] : [wrongSchema(`The object must have only one of the following fields, [${SELECTORS.join(', ')}]`, at)]),
      ...requiredFields(rule, ['Next'], at),
      ...mustBe('String', rule.Next, `${at}/Next`),
      ...(rule.Condition === undefined ? [] : unknownFields(rule, RULE_FIELDS, at)),
      ...validateCondition(rule.Condition, `${at}/Condition`),
    ];
  });
}

function validateCondition(condition: unknown, location: string): Diagnostic[] {
  if (condition === undefined || typeof condition === 'boolean') return [];
  if (typeof condition === 'string' && expressionOf(condition) !== undefined) return [];
  return [wrongSchema('Value must be a valid JSONata expression or boolean.', location)];
}

function validateParallel(state: JsonObject, path: string, { language }: ScopeContext): Diagnostic[] {
  return inRequiredList(state, 'Branches', path, (branch, at) => validateScope(branch, { path: at, language, top: false }));
}

function validateMap({ ItemProcessor, Items }: JsonObject, path: string, { language }: ScopeContext): Diagnostic[] {
  if (ItemProcessor === undefined)
    return [wrongSchema('This object should have only one of the following fields: [ItemProcessor, Iterator]', path)];
  const hasItems = Items === undefined || Array.isArray(Items) || (typeof Items === 'string' && expressionOf(Items) !== undefined);
  const items = hasItems ? [] : [wrongSchema('Value must be a valid JSONata expression or a JSON array.', `${path}/Items`)];
  const at = `${path}/ItemProcessor`;
  const config = isObject(ItemProcessor) ? validateProcessorConfig(ItemProcessor.ProcessorConfig, `${at}/ProcessorConfig`) : [];
  return [...config, ...items, ...inObject(ItemProcessor, at, inner => validateScope(inner, { path: at, language, top: false }))];
}

function validateProcessorConfig(config: unknown = {}, path: string): Diagnostic[] {
  return inObject(config, path, ({ Mode }) =>
    Mode === 'DISTRIBUTED'
      ? [wrongSchema('Distributed Map is not supported by local AWS: Mode DISTRIBUTED', path)]
      : mustBeOneOf(['INLINE', 'DISTRIBUTED'], Mode, `${path}/Mode`),
  );
}
