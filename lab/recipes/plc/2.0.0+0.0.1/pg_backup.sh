#!/bin/bash
# Called by the backup bot: a dump before the backup, the dump put back after a restore.
set -eo pipefail

BACKUP_FILE=/var/lib/postgresql/data/backup.sql
HBA=/var/lib/postgresql/data/pg_hba.conf

backup() {
  pg_dump -U "$POSTGRES_USER" "$POSTGRES_DB" > "$BACKUP_FILE"
}

restore() {
  reload() { psql -qAt -U "$POSTGRES_USER" -d postgres -c 'SELECT pg_reload_conf()' > /dev/null; }
  reopen() { cat "$HBA.bak" > "$HBA"; rm -f "$HBA.bak"; reload; }
  # Nobody but this script until the data is back.
  cp "$HBA" "$HBA.bak"
  trap reopen EXIT
  echo 'local all all trust' > "$HBA"
  reload
  psql -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -c "DROP DATABASE IF EXISTS \"$POSTGRES_DB\" WITH (FORCE)" -c "CREATE DATABASE \"$POSTGRES_DB\""
  psql -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -1 -f "$BACKUP_FILE" > /dev/null
}

"$@"
