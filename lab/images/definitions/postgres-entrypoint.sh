#!/bin/sh
# Makes the cluster, user and database on the first start, then becomes the server.
# Environment as in the upstream image: POSTGRES_USER, POSTGRES_DB, POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE, PGDATA.
set -eu
as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/var/lib/postgresql "$@"; }

if [ "${1:-}" != postgres ]; then exec "$@"; fi
shift
install -d -o postgres -g postgres -m 2775 /run/postgresql
install -d -o postgres -g postgres -m 0700 "$PGDATA"

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  user=${POSTGRES_USER:-postgres}
  [ -z "${POSTGRES_PASSWORD_FILE:-}" ] || POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
  [ -n "${POSTGRES_PASSWORD:-}" ] || { echo 'POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE must be set' >&2; exit 1; }
  password=$(mktemp) && printf '%s\n' "$POSTGRES_PASSWORD" > "$password" && chown postgres "$password"
  find "$PGDATA" -mindepth 1 -delete
  as_postgres initdb --username="$user" --pwfile="$password" --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --no-sync > /dev/null
  rm -f "$password"
  {
    echo "listen_addresses = '*'"
    echo 'jit = off'
    echo "timezone = 'UTC'"
  } >> "$PGDATA/postgresql.conf"
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  if [ "${POSTGRES_DB:-$user}" != postgres ]; then
    # Single-user mode: no server listens before everything is there.
    echo "CREATE DATABASE \"${POSTGRES_DB:-$user}\";" | as_postgres postgres --single -j -D "$PGDATA" postgres > /dev/null
  fi
fi
exec setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/var/lib/postgresql postgres -D "$PGDATA" "$@"
