export { type Fault, type FaultFile, faultSchema } from './fault';
export { type Faults, injectFaults } from './injector';
export { FaultFileError, readFaults } from './read-faults';
