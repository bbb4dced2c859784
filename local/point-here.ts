import { clientEnvironment } from 'local-aws/identity';
import { LOCAL_BUCKET } from './bucket';

// Loaded before a command: unless the caller names a deployed bucket or another endpoint, the command works on local AWS.
const { env, argv } = process;
const option = argv.indexOf('--bucket');
const named = option === -1 ? argv.find(arg => arg.startsWith('--bucket='))?.slice('--bucket='.length) : argv[option + 1];
const bucket = named ?? env.ORDERS_BUCKET ?? LOCAL_BUCKET;
const endpoint = env.AWS_ENDPOINT_URL ?? `http://127.0.0.1:${env.LOCAL_AWS_PORT ?? 4566}`;

if (bucket === LOCAL_BUCKET && /^http:\/\/(127\.0\.0\.1|localhost):/.test(endpoint)) {
  Object.assign(env, { ORDERS_BUCKET: LOCAL_BUCKET, ...clientEnvironment(endpoint.replace('localhost', '127.0.0.1')) });
  delete env.AWS_PROFILE;
}
