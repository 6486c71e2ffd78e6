#!/bin/sh
# Called by the backup bot: a copy of the database before the backup, whole while Ghost writes; after a restore, the copy put in its place.
set -eu
cd "$(dirname "$database__connection__filename")"

backup() {
  rm -f backup.db.new
  node -e "
    const Database = require('/var/lib/ghost/current/node_modules/better-sqlite3');
    new Database('ghost.db', { fileMustExist: true }).exec(\"VACUUM INTO 'backup.db.new'\");
  "
  mv backup.db.new backup.db
}

# Ghost has the database open: it must start anew, and the entrypoint exchanges the files. Returns once nobody is answered any more.
restore() {
  cp backup.db restored.db.new
  mv restored.db.new restored.db
  kill -TERM 1
  while curl -s -o /dev/null http://localhost:2368/; do sleep 0.1; done
}

"$@"
