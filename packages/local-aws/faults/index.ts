export type { Fault, FaultFile } from './fault';
export { type Faults, injectFaults } from './injector';
export { FaultFileError, readFaults } from './read-faults';
