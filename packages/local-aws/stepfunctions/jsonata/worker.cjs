// The entry of an evaluating thread. Plain JavaScript, so that a thread starts in milliseconds, without a compiler.
const { parentPort } = require('node:worker_threads');
const { evaluateFields } = require('./evaluate.cjs');

parentPort.on('message', async request => {
  try {
    parentPort.postMessage(await evaluateFields(request));
  } catch (error) {
    parentPort.postMessage({ crash: error instanceof Error ? error.message : String(error) });
  }
});

parentPort.postMessage('ready');
