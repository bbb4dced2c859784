#!/bin/bash
# Says in one line whether the dashboard answers: a metric counts these lines, and an alarm misses them when the host is gone.
# systemd restarts a dashboard that died; one that hangs is restarted here, after three silent minutes.
set -euo pipefail

failures_file=/run/orders-dashboard-health/failures

if curl --fail --silent --max-time 10 http://127.0.0.1:3000/healthz > /dev/null; then
  echo 0 > "$failures_file"
  echo '{"healthy":1}'
  exit 0
fi

failures=$(($(cat "$failures_file" 2> /dev/null || echo 0) + 1))
echo "{\"healthy\":0,\"failures\":$failures}"
if ((failures >= 3)); then
  failures=0
  systemctl restart orders-dashboard.service
fi
echo "$failures" > "$failures_file"
