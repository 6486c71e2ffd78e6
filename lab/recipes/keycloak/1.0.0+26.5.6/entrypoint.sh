#!/bin/bash
# Gives Keycloak its passwords, which it takes from the environment alone, and waits for the database.
set -euo pipefail
KC_DB_PASSWORD=$(cat /run/secrets/db_password)
KC_BOOTSTRAP_ADMIN_PASSWORD=$(cat /run/secrets/admin_password)
export KC_DB_PASSWORD KC_BOOTSTRAP_ADMIN_PASSWORD
until (: < /dev/tcp/db/5432) 2> /dev/null; do
  echo 'waiting for the database'
  sleep 0.5
done
exec /opt/keycloak/bin/kc.sh start --optimized
