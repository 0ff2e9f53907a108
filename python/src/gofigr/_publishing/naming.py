"""Names a figure without a title after the code: its variable, the function that draws it, or the notebook's heading."""

from __future__ import annotations

import ast
import json
import logging
import os
import re
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gofigr._ipython.extension import current_extension
from gofigr._ipython.shell import current_shell
from gofigr.widget import HOW_TO_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import FrameType

_log = logging.getLogger(__name__)
#: Names that say nothing about the figure.
_GENERIC = re.compile(
    r"^(?:_.*|test_.*|[a-z]\d*|(?:fig|figs|figure|ax|axs|axes|plt|plot|plots|chart|graph|img|image|pic|picture|obj|result|res|ret|out"
    r"|main|draw|show|display|render|publish|run|func|fn|wrapper|wrapped|inner|call|test|self|cls|make|create|get)_?\d*)$",
    re.IGNORECASE,
)
#: Folders of Python's own modules.
_STDLIB = tuple(f"{sysconfig.get_path(name)}{os.sep}" for name in ("stdlib", "platstdlib"))
_INSTALLED = re.compile(r"[\\/](?:site|dist)-packages[\\/]|^<frozen ")
_MOST_FRAMES = 60
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
#: Bytes beyond which a notebook isn't read for its headings, because that happens in the user's thread.
_LARGEST_NOTEBOOK = 20_000_000


def name_from_code(*figures: object) -> str | None:
    """Returns a name for a figure that is known as any of these objects. None if the code has none."""
    frames = list(_user_frames(sys._getframe(1)))
    return _variable(frames, figures) or _function(frames) or _called_last() or _heading()


def _user_frames(frame: FrameType | None) -> Iterator[FrameType]:
    for _ in range(_MOST_FRAMES):
        if frame is None:
            return
        if frame.f_code.co_name == "<module>":
            # Above are those that run the user's program.
            yield frame
            return
        if not _is_installed(frame):
            yield frame
        frame = frame.f_back


def _is_installed(frame: FrameType) -> bool:
    """Tells whether a function belongs to Python or a package: it may run the user's code, but doesn't draw for it."""
    file = frame.f_code.co_filename
    if file.startswith(_STDLIB) or _INSTALLED.search(file):
        return True
    # This package may be used from its sources.
    return str(frame.f_globals.get("__name__")).partition(".")[0] == "gofigr"


def _variable(frames: list[FrameType], figures: tuple[object, ...]) -> str | None:
    shell = current_shell()
    scopes: list[Mapping[str, Any]] = [frame.f_locals for frame in frames]
    scopes.append(getattr(shell, "user_ns", {}) if shell is not None else vars(sys.modules["__main__"]))
    wanted = {id(figure) for figure in figures if figure is not None}
    for scope in scopes:
        # The newest name first, because variables of earlier figures may be used again.
        for name, value in reversed(list(scope.items())):
            if (
                str(name).isidentifier()
                and not _GENERIC.match(name)
                and (id(value) in wanted or id(_figure_of(value)) in wanted)
            ):
                return str(name)
    return None


def _figure_of(value: object) -> object:
    """Returns the figure of axes or of a grid. Attributes of other objects may do anything."""
    library = str(type(value).__module__).partition(".")[0]
    return getattr(value, "figure", None) if library in ("matplotlib", "seaborn") else None


def _function(frames: list[FrameType]) -> str | None:
    names = [frame.f_code.co_name for frame in frames]
    return next((name for name in names if name.isidentifier() and not _GENERIC.match(name)), None)


def _called_last() -> str | None:
    """Returns the notebook's own function whose result the cell shows, e.g. `ages` of `ages(data)`."""
    extension, shell = current_extension(), current_shell()
    try:
        last = ast.parse((extension.cell_code if extension is not None else None) or "").body[-1]
    except (SyntaxError, ValueError, IndexError, RecursionError):
        return None
    if (
        not isinstance(last, ast.Expr)
        or not isinstance(last.value, ast.Call)
        or not isinstance(last.value.func, ast.Name)
    ):
        return None
    name: str = last.value.func.id
    function = getattr(shell, "user_ns", {}).get(name)
    is_own = getattr(function, "__module__", None) == "__main__" and callable(function)
    return name if is_own and not _GENERIC.match(name) else None


def _heading() -> str | None:
    """Returns the last Markdown heading above the cell, from the saved notebook."""
    extension = current_extension()
    if extension is None or extension.notebook is None:
        return None
    path = Path(extension.notebook.path)
    try:
        if not path.is_absolute() or path.stat().st_size > _LARGEST_NOTEBOOK:
            return None
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return _last_heading(cells, (extension.cell_code or "").strip())
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _last_heading(cells: list[dict[str, Any]], code: str) -> str | None:
    found = None
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and source.strip() == code:
            return found
        if cell["cell_type"] == "markdown":
            for line in source.splitlines():
                if heading := _HEADING.match(line.strip()):
                    found = heading[1]
    return None


@lru_cache(maxsize=1)
def _tell_once(name: str) -> None:
    _log.warning("GoFigr: a figure without a title is called “%s”. %s", name, HOW_TO_NAME)


def tell_how_to_name(name: str) -> None:
    """Tells once how figures get their names."""
    if _tell_once.cache_info().currsize == 0:
        _tell_once(name)
