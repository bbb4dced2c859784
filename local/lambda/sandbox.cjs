// What runs inside a sandbox: loads the handler at once, as Lambda's init phase does, then answers one invocation after the other.
const { parentPort, workerData } = require('node:worker_threads');
require('../../register.cjs');

const loaded = (async () => require(workerData.entry))();
loaded.catch(() => undefined);

parentPort.on('message', async ({ event, context }) => {
  try {
    const { handler } = await loaded;
    const answer = await handler(event, context);
    parentPort.postMessage({ failed: false, payload: JSON.stringify(answer ?? null) });
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    const trace = String(known.stack ?? '').split('\n');
    parentPort.postMessage({ failed: true, payload: JSON.stringify({ errorType: known.name, errorMessage: known.message, trace }) });
  }
});
