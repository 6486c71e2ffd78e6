#!/bin/sh
# Runs n8n, and starts it again on another database where a restore has left one and asks for it.
set -u
data=/home/node/.n8n
trap 'kill -TERM "$n8n"' TERM INT
while :; do
  n8n start & n8n=$!
  echo "$n8n" > /tmp/n8n.pid
  wait "$n8n"
  status=$?
  # A signal ends the waiting, not yet what is waited for.
  while kill -0 "$n8n" 2> /dev/null; do
    wait "$n8n"
    status=$?
  done
  [ -e /tmp/restore ] || exit "$status"
  # What was written since the backup goes with the database that it was written to.
  rm -f "$data/database.sqlite-wal" "$data/database.sqlite-shm"
  mv "$data/backup.sqlite" "$data/database.sqlite"
  rm /tmp/restore
done
