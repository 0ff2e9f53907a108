"""Settings of matplotlib on which drawing depends, for a process that draws copies of figures."""

from __future__ import annotations

import io
import os
import pickle
import sys
from typing import Any

#: Settings of windows, which a process without windows must not take.
_OF_WINDOWS = ("backend", "backend_fallback", "interactive", "toolbar")
#: Packages whose classes a copy may hold. Those of users may depend on the state of their process.
_LIBRARIES = frozenset(
    {"matplotlib", "mpl_toolkits", "numpy", "pandas", "cycler", "kiwisolver", "PIL", "dateutil", "pytz"}
    | {"builtins", "collections", "copyreg", "datetime", "decimal", "fractions", "functools", "itertools", "operator"}
    | {"pathlib", "weakref", "zoneinfo", "_codecs"}
)
#: The settings that `apply` used last.
_applied: bytes | None = None
#: Time that matplotlib writes into pictures instead of the current one.
_TIME = "SOURCE_DATE_EPOCH"


def captured() -> bytes | None:
    """Returns the current settings. None if only this process can draw by them."""
    matplotlib, fonts = sys.modules.get("matplotlib"), sys.modules.get("matplotlib.font_manager")
    if matplotlib is None or fonts is None or not _draws_as_usual():
        return None
    # Reading `backend` in another way would choose a backend.
    values = {name: value for name, value in dict.items(matplotlib.rcParams) if name not in _OF_WINDOWS}
    if values.get("axes.formatter.use_locale"):
        return None
    files = [font.fname for font in [*fonts.fontManager.ttflist, *fonts.fontManager.afmlist]]
    try:
        return pickle.dumps((values, files, os.environ.get(_TIME)))
    except Exception:  # noqa: BLE001 -- a setting may hold any object
        return None


def apply(settings: bytes) -> None:
    """Uses settings that `captured` returned. For a process that does nothing else."""
    global _applied  # noqa: PLW0603 -- the settings are those of the process
    if settings == _applied:
        return
    import matplotlib as mpl  # noqa: PLC0415 -- most processes never need it
    from matplotlib.font_manager import fontManager  # noqa: PLC0415 -- as above

    values, files, time = OfLibraries(io.BytesIO(settings)).load()
    mpl.rcParams.update(values)
    for file in dict.fromkeys(files):
        if not any(font.fname == file for font in [*fontManager.ttflist, *fontManager.afmlist]):
            fontManager.addfont(file)
    if time is None:
        os.environ.pop(_TIME, None)
    else:
        os.environ[_TIME] = time
    _applied = settings


class OfLibraries(pickle.Unpickler):
    """Loads only objects of well-known libraries."""

    def find_class(self, module: str, name: str) -> Any:
        """Finds a class. Raises `UnpicklingError` for those of other packages."""
        if module.partition(".")[0] not in _LIBRARIES:
            raise pickle.UnpicklingError(f"{module}.{name} is not loaded in another process")
        return super().find_class(module, name)


def _draws_as_usual() -> bool:
    """Tells whether matplotlib's own classes draw all formats."""
    used = getattr(sys.modules.get("matplotlib.backend_bases"), "_default_backends", {}).values()
    names = [one if isinstance(one, str) else str(getattr(one, "__module__", "")) for one in used]
    return all(name.startswith("matplotlib.backends.") for name in names)
