"""Describes the environment: packages, Python, system. Starts no program and runs once per process."""

from __future__ import annotations

import json
import os
import platform
import sys
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from gofigr._settings.config import home_folder

_LOCK_FILES = ("uv.lock", "poetry.lock", "pdm.lock", "pixi.lock", "Pipfile.lock", "conda-lock.yml", "requirements.txt")
#: Bytes beyond which a lock file is ignored. Those of whole distributions can be megabytes; a project's is smaller.
_LOCK_LIMIT = 2 * 1024 * 1024


@lru_cache(maxsize=1)
def frozen_packages() -> str:
    """Returns the installed packages in the format of `pip freeze`."""
    lines = {line for distribution in metadata.distributions() if (line := _frozen(distribution))}
    return "\n".join(sorted(lines, key=str.lower)) + "\n"


def _frozen(distribution: metadata.Distribution) -> str | None:
    name = distribution.metadata["Name"]
    if not name:
        # The remains of a removed package.
        return None
    direct = _direct_url(distribution)
    if direct is None:
        return f"{name}=={distribution.version}"
    url = str(direct.get("url", ""))
    if direct.get("dir_info", {}).get("editable"):
        return f"-e {url.removeprefix('file://')}  # {name}=={distribution.version}"
    vcs = direct.get("vcs_info")
    return f"{name} @ {vcs['vcs']}+{url}@{vcs['commit_id']}" if vcs else f"{name} @ {url}"


def _direct_url(distribution: metadata.Distribution) -> dict[str, Any] | None:
    text = distribution.read_text("direct_url.json")
    try:
        found = json.loads(text) if text else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


@lru_cache(maxsize=1)
def conda_packages() -> str | None:
    """Returns the conda environment's packages in the format of `conda list --export`; None outside of conda."""
    folder = Path(sys.prefix) / "conda-meta"
    if not folder.is_dir():
        return None
    lines = []
    for file in sorted(folder.glob("*.json")):
        try:
            record = json.loads(file.read_text(encoding="utf-8"))
            lines.append(f"{record['name']}={record['version']}={record.get('build', '')}")
        except (OSError, ValueError, KeyError):
            continue
    return "\n".join(lines) + "\n"


def lock_file(folder: Path) -> tuple[str, str] | None:
    """Returns name and text of the project's lock file: in this folder or above, up to the repository's root."""
    home = home_folder()
    for ancestor in (folder, *folder.parents):
        for name in _LOCK_FILES:
            file = ancestor / name
            try:
                if file.is_file() and file.stat().st_size <= _LOCK_LIMIT:
                    return name, file.read_text(encoding="utf-8")
            except (OSError, ValueError):
                continue
        if ancestor == home or (ancestor / ".git").exists():
            return None
    return None


@lru_cache(maxsize=1)
def system_info() -> str:
    """Describes the system, Python, the processor and its cores: all of them can change results."""
    names = platform.uname()
    first = " ".join(part for part in (names.system, names.node, names.release, names.version, names.machine) if part)
    return (
        f"{first}\n{platform.python_implementation()} {sys.version}\n"
        f"{platform.processor() or names.machine}, {os.cpu_count()} cores\n"
    )
