"""The data folder's own Dagster home: the repository's dagster.yaml with the folder's paths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_BASE = ".podpusher/dagster"


def write_home(home: Path, code_port: int) -> Path:
    """Write dagster.yaml and a workspace that names our one code server; returns the workspace.

    `workspace.yaml` of the repository starts a code server for each reader; `up` shares one.
    """
    home.mkdir(parents=True, exist_ok=True)
    instance = yaml.safe_load((ROOT / "dagster.yaml").read_text())
    (home / "dagster.yaml").write_text(yaml.safe_dump(_moved(instance, home), sort_keys=False))
    workspace = home / "workspace.yaml"
    workspace.write_text(
        yaml.safe_dump(
            {
                "load_from": [
                    {
                        "grpc_server": {
                            "host": "127.0.0.1",
                            "port": code_port,
                            "location_name": "podpusher",
                        }
                    }
                ]
            },
            sort_keys=False,
        )
    )
    return workspace


def _moved(value: Any, home: Path) -> Any:
    if isinstance(value, dict):
        return {key: _moved(item, home) for key, item in value.items()}
    if isinstance(value, str) and value.startswith(DEFAULT_BASE):
        return str(home) + value.removeprefix(DEFAULT_BASE)
    return value
