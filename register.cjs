// Loaded before every script of this project (`node --require ./register.cjs some-file.ts`): Node then runs TypeScript as it stands.
// Node 20 is supported here until its packages say otherwise, so the SDK's notice of January 2027 would be noise on every command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
require('tsx/cjs');
