#!/bin/bash
# Makes the key by which other servers know this one, waits for the database, then becomes the server.
set -eu
key=/data/signing.key
if [ ! -s "$key" ]; then
  python3 -m synapse._scripts.generate_signing_key -o "$key.half"
  mv "$key.half" "$key"
fi
ready() { PGPASSWORD=$(cat /run/secrets/db_password) python3 -c 'import psycopg2; psycopg2.connect("host=db dbname=synapse user=synapse")' 2> /dev/null; }
until ready; do
  echo 'waiting for the database'
  sleep 0.5
done
exec python3 -m synapse.app.homeserver --config-path /etc/synapse/homeserver.yaml
