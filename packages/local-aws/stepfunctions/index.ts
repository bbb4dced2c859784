export type { Clock } from '../clock/clock';
export { executionArn } from './arns';
export { type CutOffExecution, createStepFunctions, type ExecutionRetention, type StepFunctionsService } from './stepfunctions';
export { createTasks } from './tasks';
export { TaskError, type TaskRunner } from './tasks/task-runner';
