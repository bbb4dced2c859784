export { type Fault, type FaultFile, faultSchema, KINDS } from './fault';
export { type Faults, injectFaults } from './injector';
export { FaultFileError, readFaults } from './read-faults';
