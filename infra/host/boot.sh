#!/bin/bash
# Runs once, as root, when the host starts for the first time. infra/dashboard-host.ts puts the settings before it:
#   REGION LOG_GROUP ASSET_BUCKET ASSET_KEY ANSWER_URL TUNNEL DASHBOARD_ENVIRONMENT
set -euo pipefail

# Reports the end of this script to the waiting deployment. For a machine that is replaced later, the address has expired and nothing waits.
answer() {
  local status=SUCCESS
  if [ "$1" -ne 0 ]; then status=FAILURE; fi
  curl --silent --show-error --retry 5 --request PUT --header 'Content-Type:' "$ANSWER_URL" \
    --data "{\"Status\":\"$status\",\"Reason\":\"boot.sh ended with $1\",\"UniqueId\":\"$(hostname)\",\"Data\":\"\"}" || true
}
trap 'answer $?' EXIT

# All of it comes from Amazon Linux's own repository, which is reached through S3.
dnf install -y --setopt=install_weak_deps=False nodejs24 amazon-cloudwatch-agent logrotate unzip

useradd --system --no-create-home --shell /sbin/nologin orders-dashboard
install -d -m 0755 /opt/orders-dashboard
aws s3 cp --region "$REGION" --only-show-errors "s3://$ASSET_BUCKET/$ASSET_KEY" /opt/orders-dashboard.zip
unzip -q /opt/orders-dashboard.zip -d /opt/orders-dashboard
chown -R root:root /opt/orders-dashboard
chmod -R u=rwX,go=rX /opt/orders-dashboard

# systemd opens a unit's log before it would make the unit's LogsDirectory (systemd/systemd#27591): such a unit never starts. And since
# it opens the logs as root, the folder is root's: otherwise a compromised dashboard could put a link to another file there.
install -d -m 0755 /var/log/orders-dashboard

host=/opt/orders-dashboard/host
printf '%s\n' "$DASHBOARD_ENVIRONMENT" > /etc/orders-dashboard.env
install -m 0644 "$host"/*.service "$host"/*.socket "$host"/*.timer /etc/systemd/system/
install -m 0755 "$host/health.sh" /usr/local/bin/orders-dashboard-health
install -m 0644 "$host/logrotate.conf" /etc/logrotate.d/orders-dashboard
sed "s|LOG_GROUP|$LOG_GROUP|" "$host/cloudwatch-agent.json" > /opt/aws/amazon-cloudwatch-agent/etc/orders-dashboard.json

systemctl daemon-reload
systemctl enable --now logrotate.timer orders-dashboard.service orders-dashboard-health.timer
# The agent of Session Manager is part of Amazon Linux. Where it is not used, it would only look for an endpoint that does not exist.
case "$TUNNEL" in
  instance-connect)
    systemctl disable --now amazon-ssm-agent.service || true
    systemctl enable --now orders-dashboard-tunnel.socket
    ;;
  session-manager) systemctl enable --now amazon-ssm-agent.service ;;
esac
/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s \
  -c file:/opt/aws/amazon-cloudwatch-agent/etc/orders-dashboard.json

# The deployment waits for this script's end, and fails where the dashboard does not answer.
curl --fail --silent --show-error --retry 30 --retry-delay 2 --retry-connrefused http://127.0.0.1:3000/healthz > /dev/null
