import { type Dashboard, startDashboard } from '../../dashboard/start';

describe('the dashboard', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard({
      PORT: '0',
      STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:orders',
      BUCKET: 'orders',
    });
  });
  afterAll(() => dashboard.close());

  it('keeps a connection for longer than a load balancer does', async () => {
    const { headers } = await fetch(`${dashboard.url}/healthz`);
    expect(headers.get('keep-alive')).toBe('timeout=65');
  });
});
