"""Reads settings from arguments, then `GF_*` variables, then the `.gofigr` file."""

import inspect
import json
import os
import warnings
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from gofigr._settings.register import Setting, parse_bool

#: Default address of the server: on this computer.
API_URL = "http://localhost:5173"
APP_URL = API_URL
API_VERSION = "v1.4.1"

CONFIG_NAME = ".gofigr"

_P = ParamSpec("_P")
_R = TypeVar("_R")


def find_config(current_dir: str | os.PathLike[str] | None = None, filename: str = CONFIG_NAME) -> str | None:
    """Finds the configuration file: in this folder, the nearest folder above it, or the home folder.

    Ignores files of other users with a warning: one in a shared folder could send your key to their server.
    """
    for folder in _folders(current_dir):
        candidate = folder / filename
        if not _is_file(candidate):
            continue
        if _is_somebody_elses(candidate):
            warnings.warn(f"{candidate} belongs to another user and is ignored. Copy it to use it.", stacklevel=2)
            continue
        return str(candidate)
    return None


def home_folder() -> Path | None:
    """Returns the user's home folder. None if there is none, as for users of containers that the system doesn't know."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def _folders(current_dir: str | os.PathLike[str] | None) -> list[Path]:
    try:
        start = (Path.cwd() if current_dir is None else Path(current_dir)).absolute()
    except OSError:
        # The folder was removed or can't be read.
        return [home for home in [home_folder()] if home is not None]
    return [folder for folder in (start, *start.parents, home_folder()) if folder is not None]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # A folder that this user can't enter, such as the home folder of another one.
        return False


def _is_somebody_elses(path: Path) -> bool:
    if not hasattr(os, "getuid") or os.getuid() == 0:
        # Root in a container works in folders of users outside of it.
        return False
    return path.stat().st_uid not in (os.getuid(), 0)


def read_config(path: str | os.PathLike[str] | None) -> dict[str, Any]:
    """Reads the settings of a file. Without a path, or with a warning for other content, returns none."""
    if path is None:
        return {}
    try:
        settings = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        warnings.warn(f"{path} can't be read and is ignored: {error}", stacklevel=3)
        return {}
    if not isinstance(settings, dict):
        warnings.warn(f"{path} doesn't hold a JSON object and is ignored.", stacklevel=3)
        return {}
    return settings


def from_config_or_env(
    env_prefix: str, config_path: str | Sequence[str] | Callable[[], str | None] | None = None
) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Decorates a function: missing arguments come from the environment, then from a file.

    Variables are named `env_prefix` + the argument in capitals, settings like the argument. Of several paths, the first
    that exists is used. A callable is called each time. Variables for arguments with the default True or False hold
    `true` or `false`.
    """

    def decorate(function: Callable[_P, _R]) -> Callable[_P, _R]:
        signature = inspect.signature(function)

        @wraps(function)
        def call(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            given = signature.bind_partial(*args, **kwargs).arguments
            more = lookup(signature, env_prefix, read_config(_first_path(config_path)), set(given))
            return function(*args, **kwargs, **more)

        return call

    return decorate


def found_settings(settings: Iterable[Setting], given: Collection[str]) -> dict[str, Any]:
    """Returns the settings, except those `given`, that have a variable or an entry in the nearest `.gofigr`."""
    in_file = read_config(find_config())
    found = {}
    for setting in settings:
        if setting.name in given:
            continue
        if setting.text() is not None:
            found[setting.name] = setting.value()
        elif in_file.get(setting.name) is not None:
            found[setting.name] = in_file[setting.name]
    return found


def lookup(signature: inspect.Signature, env_prefix: str, settings: dict[str, Any], given: set[str]) -> dict[str, Any]:
    """Returns the arguments, except those `given`, that have a variable or a setting."""
    found = {}
    for name, parameter in signature.parameters.items():
        if name in given or parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
            continue
        text = os.environ.get(f"{env_prefix}{name.upper()}")
        if text is not None:
            found[name] = _parse(text, parameter.default)
        elif settings.get(name) is not None:
            found[name] = settings[name]
    return found


def _parse(text: str, default: object) -> Any:
    return parse_bool(text) if isinstance(default, bool) else text


def _first_path(config_path: str | Sequence[str] | Callable[[], str | None] | None) -> str | None:
    if callable(config_path):
        return config_path()
    paths = [config_path] if isinstance(config_path, str) else config_path or []
    return next((path for path in paths if Path(path).is_file()), None)
