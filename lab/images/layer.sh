#!/bin/sh
# Makes one layer over the unpacked base: $1 job folder, $2 base folder, $3 package caches, $4 tar to write.
# The job folder holds what the image's definition says: packages, sources.list, apt.conf, suite, leave-out, package, only, files/, run.sh.
# Runs in a mount and pid namespace of its own, so that nothing stays mounted or running, however it ends.
set -eu
job=$1 base=$2 caches=$3 out=$4
suite=$(cat "$job/suite")
mkdir -p "$job/disk" "$caches/debs-$suite/partial" "$caches/lists-$suite/partial"
[ "$(awk '/MemAvailable/ {print $2}' /proc/meminfo)" -lt 2000000 ] || mount -t tmpfs -o mode=755 tmpfs "$job/disk"
cd "$job/disk"
mkdir up work m
mount -t overlay overlay -o "lowerdir=$base,upperdir=up,workdir=work" m

mount --bind "$caches/debs-$suite" m/var/cache/apt/archives
mount --bind "$caches/lists-$suite" m/var/lib/apt/lists
mount -t proc proc m/proc
mount -t tmpfs tmpfs m/tmp
mount -t tmpfs tmpfs m/run
mount --bind /dev m/dev
cp /etc/resolv.conf m/tmp/resolv.conf && touch m/etc/resolv.conf && mount --bind m/tmp/resolv.conf m/etc/resolv.conf
# Sources of apt that are a file of mirrors, as cloud machines have them.
[ ! -d /etc/apt/mirrors ] || { mkdir -p m/etc/apt/mirrors && mount --bind /etc/apt/mirrors m/etc/apt/mirrors; }
mkdir m/tmp/build && cp "$job"/* m/tmp/build/ 2>/dev/null || true
# The installers of Java and others fail without these folders, which the base leaves out.
mkdir -p m/usr/share/man/man1 m/usr/share/man/man7 m/usr/share/man/man8

printf '#!/bin/sh\nexit 101\n' > m/usr/sbin/policy-rc.d # no service starts in here
chmod 0755 m/usr/sbin/policy-rc.d

inside() { chroot m "$@"; }
apt() {
  inside apt-get -qq -y -c /tmp/build/apt.conf -o Dir::Etc::SourceList=/tmp/build/sources.list -o Dir::Etc::SourceParts=/dev/null \
    -o APT::Keep-Downloaded-Packages=true -o Debug::NoLocking=true -o Dpkg::Options::=--force-unsafe-io -o Dpkg::Use-Pty=0 --no-install-recommends "$@"
}
if [ -s "$job/packages" ]; then
  while read -r pattern; do printf 'path-exclude=%s\n' "$pattern"; done < "$job/leave-out" > m/etc/dpkg/dpkg.cfg.d/lab-leave-out
  # One at a time: two downloads into one cache would write the same partial file.
  exec 9> "$caches/debs-$suite.lock" && flock 9
  # shellcheck disable=SC2046
  fetch() { apt --download-only install $(cat "$job/packages"); }
  update() { apt update && touch "$caches/lists-$suite/updated"; }
  [ -n "$(find "$caches/lists-$suite/updated" -mmin -360 2>/dev/null)" ] || update
  fetch || { update && fetch; }
  flock -u 9
  # shellcheck disable=SC2046
  apt install $(cat "$job/packages")
  rm -f m/etc/dpkg/dpkg.cfg.d/lab-leave-out
fi
[ ! -d "$job/files" ] || cp -a "$job/files/." m/
[ ! -s "$job/run.sh" ] || inside sh -eu /tmp/build/run.sh
rm m/usr/sbin/policy-rc.d
package=$(cat "$job/package")
[ -z "$package" ] || inside dpkg-query -W -f '${Version}' "$package" > "$job/version"

if [ -s "$job/only" ]; then
  mkdir scratch
  while read -r file; do
    inside sh -c 'printf "%s\n" "$1"; ldd "$1" 2>/dev/null | grep -o "/[^ )]*"' - "$file"
  done < "$job/only" | sort -u | while read -r file; do (cd m && cp -aL --parents ".$file" ../scratch); done
  mkdir -p -m 1777 scratch/tmp
  tree=scratch
else
  umount m/etc/resolv.conf m/dev m/proc m/tmp m/run m/var/cache/apt/archives m/var/lib/apt/lists
  [ ! -d /etc/apt/mirrors ] || { umount m/etc/apt/mirrors && rmdir m/etc/apt/mirrors; }
  # What the base has and the image has not, told in the way of image layers; overlayfs tells it by devices.
  (cd "$base" && find . -mindepth 1 | LC_ALL=C sort) > lower
  (cd m && find . -mindepth 1 | LC_ALL=C sort) > merged
  umount m
  find up -type c -delete
  # Of a folder that is gone whole, the folder alone.
  LC_ALL=C comm -23 lower merged | awk '{ gone[$0]; parent = $0; sub(/\/[^\/]*$/, "", parent) } !(parent in gone)' | while read -r path; do
    mkdir -p "up/$(dirname "$path")"
    : > "up/$(dirname "$path")/.wh.$(basename "$path")"
  done
  rm -rf up/etc/resolv.conf up/var/cache/apt up/var/cache/debconf up/var/cache/ldconfig up/var/lib/dpkg/*-old up/var/lib/apt up/etc/apt/mirrors
  # Files only: programs such as nginx need their own folders there.
  find up/var/log -type f -delete 2>/dev/null || true
  tree=up
fi
tar --sort=name --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --clamp-mtime --pax-option='exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime' \
  --xattrs --xattrs-include='security.*' -C "$tree" -cf "$out" .
