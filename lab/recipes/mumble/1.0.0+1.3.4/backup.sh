#!/bin/bash
# Called by the backup bot, before a backup and after a restore, and by the health check.
set -eo pipefail
copy=/data/backup/mumble-server.sqlite

# A ping as clients send it, and the ident of it in the answer.
answers() {
  exec 3<> /dev/udp/127.0.0.1/64738
  printf '\0\0\0\0is it up' >&3
  timeout 2 head -c 24 <&3 | grep -qa 'is it up'
}

# SQLite's own online copy: whole, whatever the server writes meanwhile.
backup() {
  mkdir -p "${copy%/*}"
  rm -f "$copy"
  sqlite3 -cmd '.timeout 10000' /data/mumble-server.sqlite ".backup '$copy'"
}

# The server must not have its database open when it is replaced: /app-entrypoint.sh does that between one server and the next.
restore() {
  [ "$(sqlite3 "$copy" 'PRAGMA quick_check')" = ok ]
  cp "$copy" /data/restored.sqlite.part
  mv /data/restored.sqlite.part /data/restored.sqlite
  kill -TERM "$(cat /tmp/server.pid)"
  while [ -e /data/restored.sqlite ]; do sleep 0.1; done
  until answers 2> /dev/null; do sleep 0.1; done
}

"$@"
