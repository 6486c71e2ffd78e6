#!/bin/sh
# Brings the notes to this version's form, then becomes Apache.
set -eu
[ "${1:-}" = apache2 ] || exec "$@"
install -d -o www-data -g www-data -m 0700 /var/lib/whoami
setpriv --reuid=www-data --regid=www-data --init-groups python3 /usr/lib/whoami/notes.py
# Debian's file reads variables that need not be set.
set +u
# shellcheck disable=SC1091
. /etc/apache2/envvars
rm -f "$APACHE_PID_FILE"
install -d "$APACHE_RUN_DIR" "$APACHE_LOCK_DIR"
# Where Apache asks its starter of programs for the page.
install -d -o www-data "$APACHE_RUN_DIR/socks"
exec "$@"
