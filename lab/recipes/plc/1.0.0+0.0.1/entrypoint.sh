#!/bin/bash
# Tells the directory where its database is, and waits for that: it asks once, at its start.
set -euo pipefail
DATABASE_URL=postgresql://plc:$(cat /run/secrets/db_password)@db/plc
export DATABASE_URL
until (: < /dev/tcp/db/5432) 2> /dev/null; do
  echo 'waiting for the database'
  sleep 0.5
done
exec node /opt/plc/node_modules/@did-plc/server/dist/bin.js
