export type { BusEvent, Rule } from './event';
export { createEventBus, type EventBus } from './event-bus';
export { createEventsService } from './events-service';
export { executionName } from './execution-name';
export { compilePattern, matches } from './pattern';
export { s3ObjectCreated, s3ObjectDeleted } from './s3-event';
