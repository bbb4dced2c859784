export { executionArn } from './arns';
export type { Clock } from './clock';
export { createStepFunctions } from './stepfunctions';
export { createTasks } from './tasks';
export { TaskError, type TaskRunner } from './tasks/task-runner';
