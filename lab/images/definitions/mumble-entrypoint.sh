#!/bin/bash
# Writes the configuration from the environment, sets the password of SuperUser, then becomes the server.
# MUMBLE_CONFIG_<KEY>, or the file that MUMBLE_CONFIG_<KEY>_FILE names, is the key of that name; likewise MUMBLE_SUPERUSER_PASSWORD.
set -euo pipefail
server=$(type -P mumble-server || type -P murmurd)
ini=/tmp/mumble-server.ini

valueOf() { if [ -n "${!1:-}" ]; then cat "${!1}"; fi; }
{
  printf 'database=/data/mumble-server.sqlite\nport=64738\nlogfile=\nbonjour=false\n'
  for name in $(compgen -e MUMBLE_CONFIG_); do
    key=${name#MUMBLE_CONFIG_} key=${key%_FILE}
    if [ "$name" = "MUMBLE_CONFIG_${key}_FILE" ]; then value=$(valueOf "$name"); else value=${!name}; fi
    # Keys are case-sensitive, and Debian's own file knows how each is spelt.
    spelt=$(grep -hioEm1 "^[;# ]*$key *=" /etc/mumble*.ini /etc/mumble/*.ini 2> /dev/null | head -n 1 | tr -d ';#= ' || true)
    escaped=${value//\\/\\\\}
    printf '%s="%s"\n' "${spelt:-${key,,}}" "${escaped//\"/\\\"}"
  done
} > "$ini"

password=${MUMBLE_SUPERUSER_PASSWORD:-$(valueOf MUMBLE_SUPERUSER_PASSWORD_FILE)}
[ -z "$password" ] || "$server" -ini "$ini" -readsupw <<< "$password"
exec "$server" -ini "$ini" -fg "$@"
