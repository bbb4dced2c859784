import type { FunctionDefinition } from './definition';

export const REGULAR_EXPRESSIONS: FunctionDefinition[] = [];
