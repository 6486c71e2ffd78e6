"""What the lab's bot would save of each list of services on stdin: its own reading, over services made up here."""
import json
import sys
from types import ModuleType, SimpleNamespace

docker = ModuleType("docker")
sys.modules["docker"] = docker
sys.path.insert(0, sys.argv[1])

from backupbot import labels  # noqa: E402


def made_up(service):
    return SimpleNamespace(name=f"stack_{service['name']}", attrs={"Spec": {
        "Labels": {"com.docker.stack.namespace": "stack", **service["labels"]},
        "TaskTemplate": {"ContainerSpec": {"Mounts": [
            {"Type": "volume", "Source": f"stack_{mount['volume']}", "Target": mount["path"]} for mount in service["mounts"]]}},
    }})


def saved(services):
    client = SimpleNamespace(services=SimpleNamespace(list=lambda: [made_up(service) for service in services]))
    docker.from_env = lambda: client
    app = labels.apps_to_back_up("backup", "stack").get("stack")
    if app is None:
        return None
    whole = {str(path): name for name, path in app.volumes.items()}
    told = []
    for path in map(str, app.backup_paths()):
        root = next(each for each in whole if path == each or path.startswith(f"{each}/"))
        told.append(whole[root] + path.removeprefix(root))
    return sorted(told)


print(json.dumps([saved(services) for services in json.load(sys.stdin)]))
