#!/usr/bin/env bash
# The yardstick of bench/: what a careful maintainer would write with abra, docker and curl. It looks each 50 ms, and ends on the
# conditions on which the harness ends: the version under test runs, is healthy and answers; then nothing of it is left.
#
#   yardstick.sh life <repository> <recipe> <base release> <domain>   install, upgrade to the newest commit, remove
#   yardstick.sh up <stack>                                           wait until a stack is up; print when it was seen
#   yardstick.sh teardown <domain>                                    remove a deployed app
#   yardstick.sh requests <domain> <count>                            ask a deployed app again and again
#
# Prints `stage <name> <milliseconds>` for each part. Environment: ABRA ABRA_DIR SERVER DOCKER DOCKER_HOST DOCKER_CONFIG CA ADDRESS.
set -euo pipefail

usage() { sed -n '5,8s/^# *//p' "$0" >&2; exit 2; }
docker() { "$DOCKER" "$@"; }
abra() { "$ABRA" "$@" --no-input --offline >/dev/null; }
ms() { echo $(( ${EPOCHREALTIME/[.,]/} / 1000 )); }
mine() { echo "label=com.docker.stack.namespace=$stack"; }
app() { domain=$1 stack=${1//./_}; }

stage() {
  local name=$1 begun; begun=$(ms); shift
  "$@"
  echo "stage $name $(( $(ms) - begun ))"
}

all_replicas_run() {
  local replicas
  replicas=$(docker service ls --filter "$(mine)" --format '{{.Replicas}}')
  [[ -n $replicas ]] && ! grep -qvE '^([0-9]+)/\1$' <<<"$replicas"
}

# Every update is in the state that is wanted: none after an install, completed after an upgrade.
updates_are() {
  local states
  states=$(docker service ls -q --filter "$(mine)" | xargs -r "$DOCKER" service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}')
  ! grep -qvx "$1" <<<"$states"
}

runs_version() {
  [[ $(docker service inspect "${stack}_app" --format "{{index .Spec.Labels \"coop-cloud.$stack.$1\"}}") == "$2" ]]
}

status_of() {
  curl --silent --output /dev/null --max-time 10 --cacert "$CA" --resolve "$domain:443:$ADDRESS" --write-out '%{http_code}' "https://$domain/" || true
}

until_up() { until all_replicas_run && updates_are "$1" && runs_version "$2" "$3"; do sleep 0.05; done; }
until_answers() { until [[ $(status_of) == 200 ]]; do sleep 0.05; done; }
until_ready() { until_up "$@"; until_answers; }

in_app() { docker exec "$(docker ps -q --filter "label=com.docker.swarm.service.name=${stack}_app" --filter health=healthy | head -1)" "$@"; }

left() {
  docker stack ps -q "$stack" 2>/dev/null || true
  docker service ls -q --filter "$(mine)"
  docker ps -aq --filter "$(mine)"
  docker network ls -q --filter "$(mine)"
  docker volume ls -q --filter "name=^${stack}_"
  docker secret ls -q --filter "name=${stack}_"
  docker config ls -q --filter "$(mine)"
}

remove_rest() {
  until [[ -z $(left) ]]; do
    {
      docker ps -aq --filter "$(mine)" | xargs -r "$DOCKER" rm -f -v
      docker volume ls -q --filter "name=^${stack}_" | xargs -r "$DOCKER" volume rm
      docker secret ls -q --filter "name=${stack}_" | xargs -r "$DOCKER" secret rm
      docker config ls -q --filter "$(mine)" | xargs -r "$DOCKER" config rm
      docker network ls -q --filter "$(mine)" | xargs -r "$DOCKER" network rm
    } >/dev/null 2>&1 || true
    sleep 0.05
  done
  rm -f "$ABRA_DIR/servers/$SERVER/$domain.env"
}

new_app() {
  abra app new "$recipe" "$base" --domain "$domain" --server "$SERVER"
  sed -i 's/^LETS_ENCRYPT_ENV=.*/LETS_ENCRYPT_ENV=/' "$ABRA_DIR/servers/$SERVER/$domain.env"
}

write_record() { in_app sh -c 'echo "$1" >/usr/share/nginx/html/record.txt' sh "$record"; }
record_is_there() { [[ $(in_app cat /usr/share/nginx/html/record.txt) == "$record" ]]; }

life() {
  local repository=$1 recipe=$2 base=$3 record=$RANDOM$RANDOM clone=$ABRA_DIR/recipes/$2 commit
  app "$4"
  stage fetch git clone --quiet "$repository" "$clone"
  commit=$(git -C "$clone" rev-parse HEAD)
  stage new new_app
  stage deploy abra app deploy "$domain" "$base" -c -D
  stage wait until_ready '' version "$base"
  stage data write_record
  git -C "$clone" checkout --quiet --detach "$commit"
  stage deploy abra app deploy "$domain" --chaos -c -D
  stage wait until_ready completed chaos-version "${commit:0:8}"
  stage data record_is_there
  stage undeploy abra app undeploy "$domain"
  stage removal remove_rest
}

case "${1-}:$#" in
  life:5) shift; life "$@" ;;
  up:2) stack=$2; until all_replicas_run && updates_are ''; do sleep 0.05; done; echo "seen $(ms)" ;;
  teardown:2) app "$2"; stage undeploy abra app undeploy "$domain"; stage removal remove_rest ;;
  requests:3) app "$2"; for ((i = 0; i < $3; i++)); do stage request until_answers; done ;;
  *) usage ;;
esac
