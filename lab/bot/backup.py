#!/usr/bin/env python3
"""The lab's backup bot: backup-bot-two's command line, labels and hooks over restic.

It keeps that program's habits, also the bad ones: a hook that fails is logged and nothing more,
so a backup with a broken dump ends like a good one.
"""
import fcntl
import hashlib
import io
import json
import logging
import os
import subprocess
import sys
import tarfile
from pathlib import Path, PurePosixPath

import click
import docker

VOLUMES = Path("/var/lib/docker/volumes")
SECRETS = Path("/secrets")
DOWNLOAD = Path("/tmp/backup.tar.gz")
REPOSITORY = os.environ.get("RESTIC_REPOSITORY", "/backups/restic")
SUMMARY = 25
logger = logging.getLogger("backupbot")


class Machine(logging.Formatter):
    """One JSON object a line, as `--machine-logs` has it."""

    def format(self, record):
        line = {"level": record.levelname, "message": record.getMessage(), **getattr(record, "fields", {})}
        return json.dumps(line)


class Person(logging.Formatter):
    def format(self, record):
        fields = getattr(record, "fields", None)
        return (json.dumps(fields) + "\n" if fields else "") + f"{record.levelname}: {record.getMessage()}"


def set_up_logs(level, machine):
    logging.addLevelName(SUMMARY, "SUMMARY")
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Machine() if machine else Person())
    logger.addHandler(handler)
    logger.setLevel((level or os.environ.get("LOG_LEVEL") or "info").upper())


# --- restic -----------------------------------------------------------------

def restic(*arguments, check=True):
    """Runs restic and returns its result; its own messages are no part of our output."""
    result = subprocess.run(["restic", "--repo", REPOSITORY, *map(str, arguments)], capture_output=True, text=True)
    if check and result.returncode != 0:
        logger.error(f"restic failed: {result.stderr.strip()}")
        sys.exit(1)
    return result


def init_repository():
    os.environ.setdefault("RESTIC_PASSWORD_FILE", "/run/secrets/restic_password")
    if not REPOSITORY.startswith("/"):
        return
    Path(REPOSITORY).parent.mkdir(parents=True, exist_ok=True)
    # The container's own start may be at it.
    with open(f"{REPOSITORY}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not Path(REPOSITORY, "config").exists():
            restic("init")


def snapshots_of(stack, snapshot=None):
    """Snapshots of one app, or of all apps, oldest first; one alone where `snapshot` names it."""
    found = json.loads(restic("snapshots", "--json").stdout) or []
    if stack:
        found = [each for each in found if each["hostname"] == stack]
    if snapshot == "latest":
        return found[-1:]
    return [each for each in found if snapshot is None or each["id"].startswith(snapshot)]


def one_snapshot(stack, snapshot):
    found = snapshots_of(stack, snapshot)
    if not found:
        logger.error(f"No Snapshots with ID {snapshot} for {stack or 'ALL'}")
        sys.exit(1)
    return found[-1]


# --- labels -----------------------------------------------------------------

class App:
    """What the labels of one stack's services ask for."""

    def __init__(self):
        self.enabled = False
        self.version = None
        self.volumes = {}
        self.excluded = set()
        self.paths = []
        self.pre_hooks = []
        self.post_hooks = []

    def backup_paths(self, only=()):
        """Folders below VOLUMES: whole volumes, or the chosen paths inside them."""
        chosen = {name for name, _ in self.paths}
        whole = [path for name, path in self.volumes.items() if name not in self.excluded | chosen]
        parts = [self.volumes[name] / path for name, path in self.paths if name in self.volumes and name not in self.excluded]
        wanted = whole + parts
        if only:
            allowed = [self.volumes[name] for name in only if name in self.volumes]
            wanted = [path for path in wanted if any(path == each or each in path.parents for each in allowed)]
        return sorted(set(wanted))


def truthy(value):
    return (value or "").strip().lower() in ("true", "1", "yes")


def read_volume_labels(app, labels):
    """`backupbot.backup.volumes.<vol>[.path]`, and the older `backupbot.volumes.<vol>`.

    The still older `backupbot.backup.path` names paths inside the container: as today's bot does,
    it is let pass and the whole volumes are kept.
    """
    for key, value in labels.items():
        for prefix in ("backupbot.backup.volumes.", "backupbot.volumes."):
            if not key.startswith(prefix):
                continue
            name = key.removeprefix(prefix)
            if name.endswith(".path"):
                app.paths += [(name.removesuffix(".path"), part.strip().lstrip("/")) for part in value.split(",")]
            elif value.strip().lower() == "false":
                app.excluded.add(name)


def apps_to_back_up(hook, stack, containers=()):
    client = docker.from_env()
    apps = {}
    for service in client.services.list():
        labels = service.attrs["Spec"].get("Labels") or {}
        name = labels.get("com.docker.stack.namespace")
        if name is None or (stack and name != stack):
            continue
        app = apps.setdefault(name, App())
        app.version = labels.get(f"coop-cloud.{name}.version", app.version)
        app.enabled = app.enabled or truthy(labels.get("backupbot.backup"))
        short = service.name.removeprefix(f"{name}_")
        if containers and short not in containers:
            continue
        for mount in service.attrs["Spec"]["TaskTemplate"]["ContainerSpec"].get("Mounts", []):
            source = mount.get("Source", "")
            if mount.get("Type") == "volume" and source.startswith(f"{name}_"):
                app.volumes[source.removeprefix(f"{name}_")] = VOLUMES / source / "_data"
        read_volume_labels(app, labels)
        for kind, hooks in (("pre-hook", app.pre_hooks), ("post-hook", app.post_hooks)):
            if command := labels.get(f"backupbot.{hook}.{kind}"):
                hooks.append((container_of(client, service), command))
    return {name: app for name, app in apps.items() if app.enabled}


def container_of(client, service):
    """The service's running container, else its newest: a hook must meet what there is, and fail as the engine says."""
    found = client.containers.list(all=True, filters={"label": f"com.docker.swarm.service.name={service.name}"})
    found.sort(key=lambda each: (each.status == "running", each.attrs["Created"]))
    if not found:
        logger.error(f"No container of {service.name} for its hook")
        sys.exit(1)
    return found[-1]


def run_hooks(hooks):
    for container, command in hooks:
        command = command.removeprefix("bash -c").removeprefix("sh -c").strip()
        if len(command) >= 2 and command[0] == command[-1] and command[0] in "'\"":
            command = command[1:-1]
        has_bash = container.exec_run(["sh", "-c", "command -v bash"]).exit_code == 0
        shell = ["bash", "-c", f"set -o pipefail; {command}"] if has_bash else ["sh", "-c", command]
        logger.info(f"run command in {container.name}: {command}")
        result = container.exec_run(shell)
        if result.exit_code:
            # Told, and nothing more: neither the backup nor the status knows of it.
            logger.error(f"Failed to run command {command} in {container.name}: {result.output.decode(errors='replace')}")
        else:
            logger.debug(result.output.decode(errors="replace"))


# --- secrets ----------------------------------------------------------------

def copy_secrets(stacks):
    """Keeps the apps' secrets beside their volumes, readable by nobody but root."""
    client = docker.from_env()
    paths = []
    for service in client.services.list():
        stack = (service.attrs["Spec"].get("Labels") or {}).get("com.docker.stack.namespace")
        secrets = service.attrs["Spec"]["TaskTemplate"]["ContainerSpec"].get("Secrets") or []
        if stack not in stacks or not secrets:
            continue
        running = client.containers.list(filters={"label": f"com.docker.swarm.service.name={service.name}"})
        if not running:
            logger.warning(f"Secrets of {service.name} not saved: it has no running container")
            continue
        folder = SECRETS / stack
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for secret in secrets:
            name = PurePosixPath("/run/secrets") / secret.get("File", {}).get("Name", secret["SecretName"])
            result = running[0].exec_run(["cat", str(name)], user="0")
            if result.exit_code == 0:
                target = folder / secret["SecretName"]
                target.touch(mode=0o600)
                target.write_bytes(result.output)
        if folder not in paths:
            paths.append(folder)
    return paths


# --- commands ---------------------------------------------------------------

@click.group(context_settings={"help_option_names": ["--help"]}, invoke_without_command=True)
@click.option("level", "-l", "--log", envvar="LOG_LEVEL")
@click.option("machine", "-m", "--machine-logs", is_flag=True, envvar="MACHINE_LOGS")
@click.option("service", "-h", "--host", envvar="SERVICE", help="The app, by its domain or its stack.")
@click.option("repository", "-r", "--repo", envvar="RESTIC_REPOSITORY")
@click.option("init", "--init", is_flag=True, help="Make the repository where there is none, and end.")
@click.pass_context
def cli(context, level, machine, service, repository, init):
    """Backs up and restores the volumes of the swarm's apps, as their labels say."""
    global REPOSITORY
    REPOSITORY = repository or REPOSITORY
    set_up_logs(level, machine)
    init_repository()
    if context.invoked_subcommand is None and not init:
        click.echo(context.get_help())
        context.exit(2)
    context.obj = None if service in (None, "", "ALL") else service.replace(".", "_")


@cli.command()
@click.option("retries", "--retries", "-r", envvar="RETRIES", default=1)
@click.pass_obj
def create(stack, retries):
    """Runs the hooks and saves the volumes."""
    apps = apps_to_back_up("backup", stack)
    if not apps:
        logger.error(f"No app to back up: {stack or 'ALL'} is not deployed or has no label backupbot.backup=true")
        sys.exit(1)
    run_hooks([hook for app in apps.values() for hook in app.pre_hooks])
    paths = [path for app in apps.values() for path in app.backup_paths() if path.exists()] + copy_secrets(apps.keys())
    logger.info("Backup these paths: " + " ".join(map(str, paths)))
    tags = [f"{name}:{app.version or 'unknown'}" for name, app in apps.items()]
    arguments = ["backup", "--json", "--host", stack or "ALL", *[part for tag in tags for part in ("--tag", tag)], *paths]
    while (result := restic(*arguments, check=retries <= 0)).returncode != 0 and retries > 0:
        logger.warning(f"restic failed, trying again: {result.stderr.strip()}")
        retries -= 1
    summary = next(line for line in reversed(result.stdout.splitlines()) if '"summary"' in line)
    run_hooks([hook for app in apps.values() for hook in app.post_hooks])
    logger.log(SUMMARY, "backup finished", extra={"fields": json.loads(summary)})


@cli.command()
@click.option("snapshot", "--snapshot", "-s", envvar="SNAPSHOT", default="latest")
@click.option("target", "--target", "-t", envvar="TARGET", default="/")
@click.option("volumes", "--volumes", "-v", envvar="VOLUMES", multiple=True)
@click.option("containers", "--container", "-c", envvar="CONTAINER", multiple=True)
@click.option("no_commands", "--no-commands", is_flag=True, envvar="NO_COMMANDS")
@click.option("noninteractive", "--noninteractive", is_flag=True, envvar="NONINTERACTIVE")
@click.pass_obj
def restore(stack, snapshot, target, volumes, containers, no_commands, noninteractive):
    """Puts a snapshot's files back and runs the hooks. Files made since then stay."""
    apps = apps_to_back_up("restore", stack, containers)
    if not apps:
        logger.error(f"No app to restore: {stack or 'ALL'} is not deployed or has no label backupbot.backup=true")
        sys.exit(1)
    chosen = one_snapshot(stack, snapshot)
    logger.info(f"Snapshot to restore: {chosen['short_id']} of {chosen['time'].split('.')[0]} with {' '.join(chosen.get('tags') or [])}")
    if not noninteractive:
        click.confirm(f"Restore {' '.join(apps)} at {target}?", abort=True)
    saved = [Path(path) for path in chosen["paths"]]
    wanted = [path for app in apps.values() for path in app.backup_paths(volumes)]
    wanted = [path for path in wanted if any(path == each or each in path.parents or path in each.parents for each in saved)]
    if not no_commands:
        run_hooks([hook for app in apps.values() for hook in app.pre_hooks])
    restic("restore", chosen["id"], "--target", target, *[part for path in wanted for part in ("--include", path)])
    if not no_commands:
        run_hooks([hook for app in apps.values() for hook in app.post_hooks])
    logger.log(SUMMARY, "restore finished", extra={"fields": {"snapshot_id": chosen["id"], "paths": [str(path) for path in wanted]}})


@cli.command()
@click.pass_obj
def snapshots(stack):
    """Lists the snapshots of an app, oldest first."""
    found = snapshots_of(stack)
    if not found:
        logger.error(f"No Backups found for {stack or 'ALL'}")
    for each in found:
        click.echo("\t".join([each["time"].split(".")[0], each["short_id"], *(each.get("tags") or [])]))


@cli.command()
@click.option("snapshot", "--snapshot", "-s", envvar="SNAPSHOT", default="latest")
@click.option("timestamps", "--timestamps", "-t", is_flag=True, envvar="TIMESTAMPS")
@click.option("everything", "--all", "-a", is_flag=True, envvar="SHOW_ALL", help="Below the first level too.")
@click.argument("path", required=False, default=str(VOLUMES), envvar="INCLUDE_PATH")
@click.pass_obj
def ls(stack, snapshot, timestamps, everything, path):
    """Lists the files of a snapshot."""
    chosen = one_snapshot(stack, snapshot)
    recursive = ["--recursive"] if everything else []
    for line in restic("ls", "--json", *recursive, chosen["id"], path).stdout.splitlines():
        node = json.loads(line)
        if node.get("struct_type") == "node":
            click.echo(f"{node['ctime']}\t{node['path']}" if timestamps else node["path"])


@cli.command()
@click.option("snapshot", "--snapshot", "-s", envvar="SNAPSHOT", default="latest")
@click.option("path", "--path", "-p", envvar="INCLUDE_PATH")
@click.option("volumes", "--volumes", "-v", is_flag=True, envvar="VOLUMES")
@click.option("secrets", "--secrets", "-c", is_flag=True, envvar="INCLUDE_SECRETS")
@click.pass_obj
def download(stack, snapshot, path, volumes, secrets):
    """Packs files of a snapshot into /tmp/backup.tar.gz."""
    chosen = one_snapshot(stack, snapshot)
    wanted = [path] if path else [
        each for each in chosen["paths"]
        if (each.startswith(str(VOLUMES)) and (volumes or not secrets)) or (each.startswith(str(SECRETS)) and secrets)
    ]
    with tarfile.open(DOWNLOAD, "w:gz") as archive:
        for each in wanted:
            dump = subprocess.run(["restic", "--repo", REPOSITORY, "dump", chosen["id"], each], capture_output=True)
            if dump.returncode != 0:
                logger.error(f"restic failed: {dump.stderr.decode().strip()}")
                sys.exit(1)
            add(archive, each, dump.stdout)
    click.echo(f"Backup has been written to {DOWNLOAD} with sha256 {hashlib.sha256(DOWNLOAD.read_bytes()).hexdigest()}")


def add(archive, path, dump):
    """A folder comes from restic as a tar, a file as itself."""
    try:
        with tarfile.open(fileobj=io.BytesIO(dump)) as inner:
            for member in inner:
                archive.addfile(member, inner.extractfile(member) if member.isfile() else None)
    except tarfile.ReadError:
        member = tarfile.TarInfo(path.lstrip("/"))
        member.size = len(dump)
        archive.addfile(member, io.BytesIO(dump))


if __name__ == "__main__":
    try:
        cli()
    except docker.errors.APIError as error:
        # Status and text as the engine gives them: 409 Client Error … container … is not running.
        logger.error(str(error))
        sys.exit(1)
