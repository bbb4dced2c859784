export { readBody } from './read-body';
export { type Endpoint, openEndpoint } from './server';
export type { Service } from './service';
export { messageOf, ServiceError } from './service-error';
