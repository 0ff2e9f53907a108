"""The extension for Jupyter and IPython: publishes figures as they are shown.

`%load_ext gofigr`, `from gofigr.jupyter import *`, `configure(...)`.
"""

from __future__ import annotations

import inspect
import os
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from gofigr._extension import GoFigrExtension, load_extension, loaded_extension
from gofigr._outbox import default_outbox
from gofigr._shell import current_shell
from gofigr.annotators import DEFAULT_ANNOTATORS, Annotator
from gofigr.annotators import NOTEBOOK_NAME as NOTEBOOK_NAME  # noqa: PLC0414 -- offered here too
from gofigr.annotators import NOTEBOOK_PATH as NOTEBOOK_PATH  # noqa: PLC0414 -- offered here too
from gofigr.backends import GoFigrBackend, get_backend
from gofigr.client import GoFigr
from gofigr.config import API_URL as API_URL  # noqa: PLC0414 -- offered here too
from gofigr.config import find_config, lookup, read_config
from gofigr.config import from_config_or_env as from_config_or_env  # noqa: PLC0414 -- offered here too
from gofigr.publisher import DEFAULT_BACKENDS, Publisher, is_published, is_suppressed, suppress
from gofigr.queries import ApiId, FindByName, NotebookName
from gofigr.utils import try_parse_uuid4
from gofigr.watermarks import DefaultWatermark, Watermark
from gofigr.widget import CompactWidget, DetailedWidget, MinimalWidget
from gofigr.widget import StartupWidget as StartupWidget  # noqa: PLC0414 -- offered here too

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from gofigr.models import gf_FileData, gf_Revision

_F = TypeVar("_F", bound="Callable[..., Any]")

#: What the published package calls its extension among the user's variables.
EXTENSION_NAME = "_GF_EXTENSION"


def parse_uuid(val: object) -> UUID | None:
    """The UUID that this is, or None."""
    return try_parse_uuid4(val)


def require_configured(func: _F) -> _F:
    """Decorates a function that needs `configure` to have been called: else it raises `RuntimeError`."""

    @wraps(func)
    def call(*args: Any, **kwargs: Any) -> Any:
        get_extension().check_config()
        return func(*args, **kwargs)

    return call  # type: ignore[return-value]  # `wraps` gives it the signature of what it replaces


def _with_settings(function: _F) -> _F:
    """What of these isn't given comes from `GF_*` variables, else from the file; the client looks up the rest itself."""
    signature = inspect.signature(function)
    others = set(signature.parameters) - {"analysis", "auto_publish", "default_metadata"}

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        given = set(signature.bind_partial(*args, **kwargs).arguments)
        return function(*args, **kwargs, **lookup(signature, "GF_", read_config(find_config()), given | others))

    return call  # type: ignore[return-value]  # `wraps` gives it the signature of what it replaces


@_with_settings
def configure(
    username: str | None = None,
    password: str | None = None,
    api_key: str | None = None,
    workspace: Any = None,
    analysis: Any = NotebookName,
    url: str | None = None,
    default_metadata: Mapping[str, Any] | None = None,
    auto_publish: bool = True,
    watermark: Watermark | None = None,
    annotators: Sequence[Annotator | type[Annotator]] = DEFAULT_ANNOTATORS,
    notebook_name: str | None = None,
    notebook_path: str | None = None,
    backends: Sequence[GoFigrBackend | type[GoFigrBackend]] = DEFAULT_BACKENDS,
    widget_class: type[Any] | None = DetailedWidget,
    save_pickle: bool = True,
    show_watermark: bool = True,
    auto_assign: bool = False,
    _show_widget: bool = True,
    image_formats: Sequence[str] = ("png", "eps", "svg"),
    sync: bool = False,
) -> None:
    """Says where figures go, and how. What isn't given comes from `GF_*` variables, else from the `.gofigr` file.

    `workspace` and `analysis` are an ID, `ApiId`, `FindByName`, or for the analysis `NotebookName`. With
    `auto_publish` each figure is published when it is shown, else by `publish`. `sync` waits for the server and
    raises what goes wrong; without it nothing here, and no cell, waits.
    """
    extension = loaded_extension() or load_extension(_shell())
    gf = GoFigr(username=username, password=password, api_key=api_key, url=url, authenticate=sync)
    publisher = JupyterPublisher(
        gf=gf,
        workspace=workspace,
        analysis=analysis,
        annotators=annotators,
        backends=backends,
        watermark=watermark,
        show_watermark=show_watermark,
        image_formats=image_formats,
        default_metadata=default_metadata,
        save_pickle=save_pickle,
        widget_class=widget_class,
        auto_assign=auto_assign,
        sync=sync,
    )
    extension.configure(publisher, auto_publish=auto_publish, notebook_name=notebook_name, notebook_path=notebook_path)
    _offer_client(extension.shell, gf)
    extension.connect(show=_show_widget)


class JupyterPublisher(Publisher):
    """The publisher of a notebook."""

    def notebook_name(self) -> str | None:
        extension = loaded_extension()
        found = None if extension is None else extension.notebook
        return found.name if found is not None else super().notebook_name()

    def final_target(self, target: Any) -> Any:
        extension = loaded_extension()
        if extension is not None and self.is_named_after_notebook:
            extension.wait_for_notebook_metadata()
        return self.retarget(target)


def publish(fig: Any = None, backend: Any = None, **kwargs: Any) -> Any:
    """Publishes a figure, as `Publisher.publish`; the current figure of each library where none is given."""
    extension = get_extension()
    publisher = extension.ready_publisher()
    chosen = None if backend is None else (backend() if isinstance(backend, type) else backend)
    return publisher.publish(fig=fig, backend=chosen, **kwargs)


def get_extension() -> GoFigrExtension:
    """The loaded extension. Raises `RuntimeError` before `%load_ext gofigr`."""
    extension = loaded_extension()
    if extension is None:
        raise RuntimeError("Please load the GoFigr extension first: %load_ext gofigr")
    return extension


def get_gofigr() -> GoFigr:
    """The client that `configure` made."""
    return get_extension().ready_publisher().gf


def flush(timeout: float | None = None) -> bool:
    """Waits until all figures are sent or refused, at most `timeout` seconds; gives whether they are."""
    return default_outbox().flush(timeout, progress=True)


def load_pickled_figure(api_id: str) -> Any:
    """The figure of a revision as an object of the library that drew it, e.g. `plt.Figure`.

    Unpickling runs code that the revision holds: do it only with revisions of people whom you trust.
    """
    revision = _revision(api_id)
    for datum in revision.file_data:
        if str(datum.name).endswith(".pickle"):
            datum.fetch()
            backend = _backend_named(revision.metadata)
            return backend.unpickle(datum.data or b"")
    raise RuntimeError(f"Revision {api_id} has no pickled figure.")


def download_file(api_id: str, file_name: str, path: str | Path) -> int:
    """Saves a file of a revision in a folder, or under a path; gives how many bytes it has."""
    for datum in _revision(api_id).file_data:
        if datum.name == file_name:
            return _save(datum, _destination(Path(path), str(datum.name)))
    raise RuntimeError(f"Revision {api_id} has no file called “{file_name}”.")


def download_all(api_id: str, path: str | Path) -> int:
    """Saves all files of a revision in a folder; gives how many bytes they have together."""
    folder = Path(path)
    if not folder.is_dir():
        raise RuntimeError(f"{folder} is not a folder.")
    return sum(_save(datum, _destination(folder, str(datum.name))) for datum in _revision(api_id).file_data)


def _revision(api_id: str) -> gf_Revision:
    return get_gofigr().Revision(api_id=api_id).fetch(fetch_data=False)


def _save(datum: gf_FileData, path: Path) -> int:
    datum.fetch()
    datum.write(path)
    return path.stat().st_size


def _destination(path: Path, name: str) -> Path:
    # Whoever published it chose the name: it must not lead out of the folder.
    return path / Path(name.replace("\\", "/")).name if path.is_dir() else path


def _backend_named(metadata: Any) -> GoFigrBackend:
    name = (metadata or {}).get("backend")
    for kind in DEFAULT_BACKENDS:
        backend = kind()
        if backend.get_backend_name() == name:
            return backend
    return DEFAULT_BACKENDS[1]()


def _shell() -> Any:
    shell = current_shell()
    if shell is None:
        raise RuntimeError("configure() is for IPython and Jupyter. In a script, use gofigr.publisher.Publisher.")
    return shell


def _get_extension_nocheck() -> GoFigrExtension | None:
    return loaded_extension()


def _load_ipython_extension(ip: Any) -> None:
    extension = load_extension(ip)
    if extension.is_ready or not _is_set_up():
        return
    try:
        # Nothing is shown, or made on the server, before there is a figure: `configure` may follow.
        configure(_show_widget=False)
    except Exception as error:  # noqa: BLE001 -- what fails is said, and `%load_ext` goes on
        print(f"GoFigr: not configured: {error}", file=sys.stderr)  # noqa: T201


def _is_set_up() -> bool:
    """Whether variables or the file say who publishes."""
    settings = read_config(find_config())
    return any(os.environ.get(f"GF_{name.upper()}") or settings.get(name) for name in ("api_key", "username"))


def _offer_client(shell: Any, gf: GoFigr) -> None:
    """Gives notebooks the client as `gf`, unless that name is something else of theirs."""
    if isinstance(shell.user_ns.get("gf"), (GoFigr, type(None))):
        shell.user_ns["gf"] = gf


__all__ = [
    "DEFAULT_ANNOTATORS",
    "DEFAULT_BACKENDS",
    "ApiId",
    "CompactWidget",
    "DefaultWatermark",
    "DetailedWidget",
    "FindByName",
    "GoFigr",
    "JupyterPublisher",
    "MinimalWidget",
    "NotebookName",
    "Publisher",
    "Watermark",
    "configure",
    "download_all",
    "download_file",
    "flush",
    "get_backend",
    "get_extension",
    "get_gofigr",
    "is_published",
    "is_suppressed",
    "load_pickled_figure",
    "parse_uuid",
    "publish",
    "suppress",
]
