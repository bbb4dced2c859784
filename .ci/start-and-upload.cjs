// What a person does first, on any system: `npm start`, then an upload. Fails unless both end well.
const { spawn, spawnSync } = require('node:child_process');

const READY = /AWS endpoint/;
const PATIENCE = 5 * 60_000;
// npm is a script on Windows, which only a shell can run.
const options = { stdio: ['ignore', 'pipe', 'inherit'], shell: process.platform === 'win32' };

const server = spawn('npm', ['start'], options);
const timer = setTimeout(() => end(`not ready after ${PATIENCE / 60_000} minutes`), PATIENCE);
let printed = '';

server.stdout.on('data', chunk => {
  process.stdout.write(chunk);
  const wasReady = READY.test(printed);
  printed += chunk;
  if (wasReady || !READY.test(printed)) return;
  clearTimeout(timer);
  if (!printed.includes('Succeeded')) return end('the sample did not succeed');
  const upload = spawn('npm', ['run', 'upload', '--', 'sample/orders.csv', '--key', 'again.csv'], { ...options, stdio: 'inherit' });
  upload.once('exit', code => end(code === 0 ? undefined : `the upload ended with ${code}`));
});
server.once('exit', code => end(`npm start ended with ${code}`));

function end(problem) {
  server.removeAllListeners('exit');
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(server.pid), '/t', '/f']);
  else server.kill('SIGTERM');
  console.log(problem === undefined ? '1 passed, 0 failed' : `${problem}\n0 passed, 1 failed`);
  process.exit(problem === undefined ? 0 : 1);
}
