#!/bin/sh
# Makes the base: $1 job folder (sources.list, apt.conf, root.crt), $2 packages by comma, $3 tar to write, $4 suite.
# Leaves the archive's package lists in the job folder, since the first images come right after.
# Runs in a mount and pid namespace of its own, so that nothing stays mounted or running, however it ends.
set -eu
job=$1 packages=$2 out=$3 suite=$4
mkdir -p "$job/tmp"
# Half the time of a disk; without the memory for it, the disk does.
[ "$(awk '/MemAvailable/ {print $2}' /proc/meminfo)" -lt 2000000 ] || mount -t tmpfs -o mode=755 tmpfs "$job/tmp"
export TMPDIR="$job/tmp"
mmdebstrap --quiet --variant=apt --include="$packages" \
  --aptopt="$job/apt.conf" \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
  --customize-hook="copy-in $job/root.crt /usr/local/share/ca-certificates" \
  --customize-hook='chmod 0644 "$1/usr/local/share/ca-certificates/root.crt"' \
  --customize-hook='chroot "$1" update-ca-certificates >/dev/null 2>&1' \
  --customize-hook="copy-out /var/lib/apt/lists $job" \
  --customize-hook='rm -f "$1"/etc/resolv.conf "$1"/etc/hostname "$1"/etc/apt/apt.conf.d/99mmdebstrap "$1"/etc/apt/sources.list.d/* "$1"/var/cache/ldconfig/aux-cache; : > "$1/etc/apt/sources.list"' \
  "$suite" "$out" "$job/sources.list"
