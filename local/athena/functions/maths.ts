import type { FunctionDefinition } from './definition';

export const MATHS: FunctionDefinition[] = [];
