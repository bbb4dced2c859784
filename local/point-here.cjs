// Loaded before a command of `cli/`: unless the caller names a deployed bucket or another endpoint, the command works on this laptop.
const LOCAL_BUCKET = 'orders-pipeline-local';
const { env, argv } = process;
const option = argv.indexOf('--bucket');
const named = option === -1 ? argv.find(arg => arg.startsWith('--bucket='))?.slice('--bucket='.length) : argv[option + 1];
const bucket = named ?? env.ORDERS_BUCKET ?? LOCAL_BUCKET;
const endpoint = env.AWS_ENDPOINT_URL ?? `http://127.0.0.1:${env.LOCAL_AWS_PORT ?? 4566}`;

if (bucket === LOCAL_BUCKET && /^http:\/\/(127\.0\.0\.1|localhost):/.test(endpoint)) {
  Object.assign(env, {
    ORDERS_BUCKET: LOCAL_BUCKET,
    AWS_ENDPOINT_URL: endpoint.replace('localhost', '127.0.0.1'),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  delete env.AWS_PROFILE;
}
