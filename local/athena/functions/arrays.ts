import type { FunctionDefinition } from './definition';

export const ARRAYS: FunctionDefinition[] = [];
