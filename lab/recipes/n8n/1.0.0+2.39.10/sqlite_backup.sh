#!/bin/sh
# Called by the backup bot: a whole copy of the database before the backup, the copy put in its place after a restore.
set -eu
data=/home/node/.n8n

backup() {
  rm -f "$data/backup.sqlite"
  # SQLite's own online backup, as Node has it: n8n may write meanwhile.
  node --no-warnings -e "
    const { backup, DatabaseSync } = require('node:sqlite');
    backup(new DatabaseSync('$data/database.sqlite'), '$data/backup.sqlite');
  "
}

restore() {
  # An empty copy is none.
  test -s "$data/backup.sqlite"
  touch /tmp/restore
  kill -TERM "$(cat /tmp/n8n.pid)"
  until [ ! -e /tmp/restore ] && curl -fs -o /dev/null http://localhost:5678/healthz/readiness; do sleep 0.2; done
}

"$@"
