"""What the labels of the swarm's services ask for."""
from pathlib import Path

import docker

from .hooks import container_of

VOLUMES = Path("/var/lib/docker/volumes")


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
