#!/bin/bash
# Called by the backup bot after a restore: Keycloak answers from memory what the database said before, so it must start anew.
# Returns once nobody is answered any more; the swarm starts the container again. Whether the dump is back by then does not matter:
# its restore cuts every connection, so a start in the middle of it fails, and is tried again.
kill -TERM 1
while curl -s -o /dev/null http://localhost:9000/health/live; do sleep 0.1; done
