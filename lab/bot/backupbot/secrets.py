"""The apps' secrets, kept beside their volumes."""
from pathlib import Path, PurePosixPath

import docker

from .logs import logger

SECRETS = Path("/secrets")


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
