// What runs inside a sandbox: loads the handler once, then answers one invocation after the other.
const { parentPort, workerData } = require('node:worker_threads');
require('../../register.cjs');

parentPort.on('message', async ({ event, context }) => {
  try {
    const { handler } = require(workerData.entry);
    const answer = await handler(event, context);
    parentPort.postMessage({ failed: false, payload: JSON.stringify(answer ?? null) });
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    const trace = String(known.stack ?? '').split('\n');
    parentPort.postMessage({ failed: true, payload: JSON.stringify({ errorType: known.name, errorMessage: known.message, trace }) });
  }
});
