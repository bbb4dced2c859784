import { types } from 'node:util';
import fc from 'fast-check';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// Jest runs tests in a realm of their own, whose Error is not the one that Node's own modules throw. In a real process it is.
const ordinary = Function.prototype[Symbol.hasInstance];
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    return this === Error ? types.isNativeError(value) || ordinary.call(Error, value) : ordinary.call(this, value);
  },
});

// Every run draws the same cases, so that a failure can be run again and nothing fails by chance. `npm run fuzz` draws others.
fc.configureGlobal({ ...fc.readConfigureGlobal(), ...(process.env.FUZZ_RUNS === undefined && { seed: 20_261_130 }) });
