"""restic: its repository, and the snapshots of an app."""
import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

from .logs import logger


def restic(*arguments, check=True, text=True):
    """Runs restic and returns its result; its own messages are no part of our output."""
    result = subprocess.run(["restic", *map(str, arguments)], capture_output=True, text=text)
    if check and result.returncode != 0:
        said = result.stderr if text else result.stderr.decode()
        logger.error(f"restic failed: {said.strip()}")
        sys.exit(1)
    return result


def use_repository(repository):
    """Names the repository to every restic that follows, and makes it where there is none."""
    repository = repository or "/backups/restic"
    os.environ["RESTIC_REPOSITORY"] = repository
    os.environ.setdefault("RESTIC_PASSWORD_FILE", "/run/secrets/restic_password")
    if not repository.startswith("/"):
        return
    Path(repository).parent.mkdir(parents=True, exist_ok=True)
    # The container's own start may be at it.
    with open(f"{repository}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not Path(repository, "config").exists():
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
