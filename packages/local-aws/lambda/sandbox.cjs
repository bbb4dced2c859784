// What runs inside a sandbox: loads the handler at once, as Lambda's init phase does, then answers one invocation after the other.
const { parentPort, workerData } = require('node:worker_threads');

/** The bytes that Lambda returns for `LogType: Tail`. */
const TAIL = 4096;

let printed = '';
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = (chunk, ...rest) => {
    printed = (printed + chunk).slice(-TAIL);
    return write(chunk, ...rest);
  };
}

const SystemDate = Date;
let moved = 0;
const movedNow = () => SystemDate.now() + moved;

/** The handler sees the time of every service, which a test can have moved (milliseconds). Until then it has the system's own Date, which is faster. */
function moveTime(milliseconds) {
  moved = milliseconds;
  if (Math.abs(moved) < 1000 || Date !== SystemDate) return;
  globalThis.Date = new Proxy(SystemDate, {
    construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [movedNow()] : given, made),
    get: (target, name) => (name === 'now' ? movedNow : Reflect.get(target, name)),
  });
}

const loaded = (async () => require(workerData.entry))();
loaded.catch(() => undefined);

parentPort.on('message', async ({ event, context, deadline, moved: milliseconds }) => {
  printed = '';
  moveTime(milliseconds);
  try {
    const handler = await load();
    const answer = await handler(event, { ...context, getRemainingTimeInMillis: () => Math.max(0, deadline - SystemDate.now()) });
    parentPort.postMessage({ failed: false, payload: JSON.stringify(answer ?? null), printed });
  } catch (error) {
    parentPort.postMessage({ failed: true, payload: JSON.stringify(described(error)), printed });
  }
});

/** Names as Lambda's own runtime gives them: https://github.com/aws/aws-lambda-nodejs-runtime-interface-client */
async function load() {
  let exported;
  try {
    exported = await loaded;
  } catch (error) {
    if (error?.code === 'MODULE_NOT_FOUND') throw named('Runtime.ImportModuleError', error);
    throw error instanceof SyntaxError ? named('Runtime.UserCodeSyntaxError', error) : error;
  }
  if (typeof exported.handler === 'function') return exported.handler;
  throw named('Runtime.HandlerNotFound', `${workerData.entry} exports no function called handler`);
}

function named(name, cause) {
  return Object.assign(new Error(String(cause)), { name });
}

/** A handler can throw any value. */
function described(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: String(error.stack ?? '').split('\n') };
}
