#!/bin/bash
# Process 1 of the lab, in its own net, mount, pid, uts and ipc namespaces. When dockerd ends, it ends, and the kernel ends all the rest.
# usage: init.sh <state folder> <address> <cgroup> <watcher program and its arguments>...
set -eu   # a mount that fails must end the lab: without it the engine would meet the machine's own /run
folder=$1 address=$2 cgroup=$3; shift 3

main() {
  hostname lab                                        # the swarm node's name
  ip link set lo up
  mount -t tmpfs -o mode=755 tmpfs /run               # sockets and pid files of this engine, and of no other
  mkdir -p /run/lock /etc/docker /var/lib/docker
  mount -t tmpfs -o mode=755 tmpfs /etc/docker        # key.json here, and a daemon.json of the machine's stays unread
  mount -t tmpfs -o mode=710 tmpfs /var/lib/docker    # libnetwork keeps files here whatever --data-root says
  # An engine that sees AppArmor loads its profile into the one kernel, where it would outlive the lab.
  if [ -d /sys/kernel/security/apparmor ]; then mount -t tmpfs tmpfs /sys/kernel/security; fi
  # No answer but refusal for the world's names: the agent asks for every image's registry before it starts a task.
  local resolv; resolv=$(readlink -m /etc/resolv.conf)
  case $resolv in
    /run/*) mkdir -p "$(dirname "$resolv")"; echo "nameserver $address" >"$resolv" ;;
    *) echo "nameserver $address" >/run/resolv.conf; [ ! -e "$resolv" ] || mount --bind /run/resolv.conf "$resolv" ;;
  esac

  local tries=0 dockerd again=
  until ip link show eth0 >/dev/null 2>&1; do         # the host hands us this link
    sleep 0.01; tries=$((tries + 1)); [ $tries -lt 1000 ] || { echo 'no link from the host in 10 s'; exit 1; }
  done
  ip address add "$address/30" dev eth0
  ip link set eth0 up                                 # no default route, on purpose: the lab has no way out

  keep "$folder/dnsmasq.log" dnsmasq --keep-in-foreground --conf-file="$folder/dnsmasq.conf" --pid-file= --user=root &

  engine() {
    dockerd --data-root "$folder/data" --exec-root /run/docker --pidfile /run/docker.pid \
      -H "unix://$folder/docker.sock" -H unix:///run/docker.sock \
      --storage-driver overlay2 --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$cgroup" \
      --dns "$address" --default-address-pool base=10.231.0.0/16,size=24 \
      --log-driver json-file --log-opt max-size=20m >>"$folder/dockerd.log" 2>&1 &
    dockerd=$!
  }
  : >"$folder/dockerd.log"
  engine
  # Starts the engine anew, as `systemctl restart docker` does on a server: swarm, apps and volumes stay.
  trap 'again=yes; kill "$dockerd" || true' USR1

  { until [ -S "$folder/docker.sock" ]; do sleep 0.05; done; keep "$folder/ingress.log" "$@"; } &

  while :; do
    while kill -0 "$dockerd" 2>/dev/null; do wait "$dockerd" || true; done   # a signal ends a wait, and not what it waits for
    [ -n "$again" ] || break
    again=
    engine
  done
}

# Starts a program again whenever it ends, at most once a second.
keep() {
  local log=$1; shift
  : >"$log"
  while :; do
    local status=0
    "$@" >>"$log" 2>&1 </dev/null || status=$?
    echo "ended with status $status, starting it again" >>"$log"
    sleep 1
  done
}

main "$@"
exit 0
