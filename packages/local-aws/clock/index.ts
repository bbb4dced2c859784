export { type Clock, createClock, type MovableClock, systemClock } from './clock';
export { type KeptClock, openClock } from './clock-file';
export { createClockService } from './clock-service';
export { dayOf, onEachDay } from './each-day';
