#!/bin/sh
# Waits for the database, brings its tables to this version, then becomes the server.
set -eu
until python3 -c 'import socket; socket.create_connection(("db", 5432), 2)' 2>/dev/null; do
  echo 'waiting for the database'
  sleep 0.5
done
kinto migrate --ini /app/kinto.ini
exec kinto start --ini /app/kinto.ini --port 8888
