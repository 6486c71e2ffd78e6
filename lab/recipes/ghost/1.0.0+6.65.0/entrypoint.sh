#!/bin/sh
# As root: the engine makes volumes for root, and Ghost is node. Then as node: a database that a restore has brought takes its place, while nobody has the old one open.
set -eu
if [ "$(id -u)" = 0 ]; then
  find /var/lib/ghost/content ! -user node -exec chown node {} +
  exec setpriv --reuid=node --regid=node --init-groups "$0"
fi
data=$(dirname "$database__connection__filename")
mkdir -p "$data"
if [ -e "$data/restored.db" ]; then
  rm -f "$data/ghost.db" "$data/ghost.db-journal"
  mv "$data/restored.db" "$data/ghost.db"
fi
exec docker-entrypoint.sh node current/index.js
