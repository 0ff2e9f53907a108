"""Writes `.gofigr`."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def save_config(path: str | os.PathLike[str], settings: Mapping[str, Any]) -> None:
    """Replaces the file as a whole. Only its owner can read it, because it holds a key."""
    # A link, e.g. into a folder of dot files, stays a link.
    target = Path(path).resolve()
    handle, name = tempfile.mkstemp(prefix=".gofigr-", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as writer:
            json.dump(settings, writer, indent=4)
            writer.write("\n")
            writer.flush()
            os.fsync(writer.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
