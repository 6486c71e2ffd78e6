"""The command line."""
import hashlib
import io
import json
import sys
import tarfile
from pathlib import Path

import click
import docker

from .hooks import run_hooks
from .labels import VOLUMES, apps_to_back_up
from .logs import SUMMARY, logger, set_up_logs
from .restic import one_snapshot, restic, snapshots_of, use_repository
from .secrets import SECRETS, copy_secrets

DOWNLOAD = Path("/tmp/backup.tar.gz")


@click.group(context_settings={"help_option_names": ["--help"]}, invoke_without_command=True)
@click.option("level", "-l", "--log", envvar="LOG_LEVEL")
@click.option("machine", "-m", "--machine-logs", is_flag=True, envvar="MACHINE_LOGS")
@click.option("service", "-h", "--host", envvar="SERVICE", help="The app, by its domain or its stack.")
@click.option("repository", "-r", "--repo", envvar="RESTIC_REPOSITORY")
@click.option("init", "--init", is_flag=True, help="Make the repository where there is none, and end.")
@click.pass_context
def cli(context, level, machine, service, repository, init):
    """Backs up and restores the volumes of the swarm's apps, as their labels say."""
    set_up_logs(level, machine)
    use_repository(repository)
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
            add(archive, each, restic("dump", chosen["id"], each, text=False).stdout)
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


def main():
    try:
        cli()
    except docker.errors.APIError as error:
        # Status and text as the engine gives them: 409 Client Error … container … is not running.
        logger.error(str(error))
        sys.exit(1)
