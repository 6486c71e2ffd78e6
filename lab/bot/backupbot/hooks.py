"""Commands that run in an app's containers before and after."""
import sys

from .logs import logger


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
