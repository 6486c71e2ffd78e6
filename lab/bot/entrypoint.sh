#!/bin/sh
# Waits to be called: in the lab nobody needs a backup at night, so there is no schedule.
set -eu
# The shell is process 1: without a trap it would ignore the signal to stop.
trap 'exit 0' TERM INT
backup --init
sleep infinity &
wait
