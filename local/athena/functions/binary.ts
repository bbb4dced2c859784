import type { FunctionDefinition } from './definition';

export const BINARY: FunctionDefinition[] = [];
