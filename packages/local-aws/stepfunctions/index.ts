export type { Clock } from '../clock/clock';
export { executionArn } from './arns';
export { executionEnded } from './ended-event';
export { startForEvent } from './event-target';
export { againName, restartCutOff } from './restart-cut-off';
export {
  type CutOffExecution,
  createStepFunctions,
  type ExecutionEnd,
  type ExecutionRetention,
  type StepFunctionsService,
} from './stepfunctions';
export { createTasks } from './tasks';
export { TaskError, type TaskRunner } from './tasks/task-runner';
