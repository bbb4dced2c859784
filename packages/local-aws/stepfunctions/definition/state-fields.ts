import type { Language } from './validate-scope';

/** The order in which AWS lists them. */
export const STATE_TYPES = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map'] as const;
export type StateType = (typeof STATE_TYPES)[number];

const COMMON = ['Type', 'Comment', 'QueryLanguage'];
const PATHS = ['InputPath', 'OutputPath'];
const RESULT = ['Parameters', 'ResultPath', 'ResultSelector'];
const RECOVERY = ['Retry', 'Catch'];
const GOES_ON = ['Next', 'End'];

/** Every field that AWS knows of a state, by its type. */
export const FIELDS: Readonly<Record<StateType, readonly string[]>> = {
  Pass: [...COMMON, ...PATHS, ...GOES_ON, 'Result', 'ResultPath', 'Parameters', 'Output', 'Assign'],
  Task: [
    ...[...COMMON, ...PATHS, ...RESULT, ...RECOVERY, ...GOES_ON, 'Arguments', 'Output', 'Assign', 'Resource', 'Credentials'],
    ...['TimeoutSeconds', 'TimeoutSecondsPath', 'HeartbeatSeconds', 'HeartbeatSecondsPath'],
  ],
  Wait: [...COMMON, ...PATHS, ...GOES_ON, 'Output', 'Assign', 'Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'],
  Parallel: [...COMMON, ...PATHS, ...RESULT, ...RECOVERY, ...GOES_ON, 'Arguments', 'Output', 'Assign', 'Branches'],
  Map: [
    ...[...COMMON, ...PATHS, ...RESULT, ...RECOVERY, ...GOES_ON, 'Output', 'Assign', 'ItemProcessor', 'Iterator', 'ItemsPath', 'Items'],
    ...['ItemSelector', 'ItemReader', 'ItemBatcher', 'ResultWriter', 'Label', 'MaxConcurrency', 'MaxConcurrencyPath'],
    ...['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath', 'ToleratedFailureCount', 'ToleratedFailureCountPath'],
  ],
  Choice: [...COMMON, ...PATHS, 'Output', 'Assign', 'Choices', 'Default'],
  Succeed: [...COMMON, ...PATHS, 'Output'],
  Fail: [...COMMON, 'Error', 'Cause', 'ErrorPath', 'CausePath'],
};

/** Fields that one of the two languages does not have. */
export const ONLY: Readonly<Record<Language, readonly string[]>> = {
  JSONata: ['Arguments', 'Output', 'Items', 'Condition'],
  JSONPath: [
    ...['InputPath', 'OutputPath', 'ResultPath', 'ResultSelector', 'Parameters', 'Result', 'ItemsPath', 'Iterator'],
    ...['Variable', 'And', 'Or', 'Not'],
    ...['TimeoutSecondsPath', 'HeartbeatSecondsPath', 'SecondsPath', 'TimestampPath', 'MaxConcurrencyPath'],
    ...['ToleratedFailurePercentagePath', 'ToleratedFailureCountPath', 'ErrorPath', 'CausePath'],
  ],
};

/** Fields of a distributed Map, which does not run here. */
export const DISTRIBUTED_ONLY = ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'];
