#!/bin/bash
# Runs the server, and puts a restored database in its place while no server has it open: then alone the server starts anew in here.
set -u
restored=/data/restored.sqlite
stopping=

stop() { stopping=yes; kill -TERM "$server"; }
while :; do
  if [ -e "$restored" ]; then
    rm -f /data/mumble-server.sqlite-{journal,wal,shm}
    mv "$restored" /data/mumble-server.sqlite
  fi
  /entrypoint.sh &
  server=$!
  echo "$server" > /tmp/server.pid
  trap stop TERM INT
  # A signal ends the wait before the server has ended.
  while wait "$server"; code=$?; kill -0 "$server" 2> /dev/null; do :; done
  if [ -n "$stopping" ] || [ ! -e "$restored" ]; then exit "$code"; fi
done
