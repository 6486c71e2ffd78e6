#!/bin/sh
# As root: the engine makes volumes for root, and Ghost is node. Then as node: the database of release 1 moves into its own volume; one that a restore
# has brought takes its place, while nobody has the old one open.
set -eu
data=$(dirname "$database__connection__filename")
if [ "$(id -u)" = 0 ]; then
  find /var/lib/ghost/content "$data" ! -user node -exec chown node {} +
  exec setpriv --reuid=node --regid=node --init-groups "$0"
fi
old=/var/lib/ghost/content/data/ghost.db
if [ -e "$old" ]; then
  # Its journal goes first: with it the database is whole, however Ghost ended.
  [ ! -e "$old-journal" ] || cp "$old-journal" "$data/ghost.db-journal"
  cp "$old" "$data/ghost.db.new"
  mv "$data/ghost.db.new" "$data/ghost.db"
  rm -f "$old" "$old-journal" "$(dirname "$old")/backup.db"
fi
if [ -e "$data/restored.db" ]; then
  rm -f "$data/ghost.db" "$data/ghost.db-journal"
  mv "$data/restored.db" "$data/ghost.db"
fi
exec docker-entrypoint.sh node current/index.js
