"""Commands for notebooks: `configure`, `publish`, `flush` and `%load_ext gofigr`."""

from __future__ import annotations

import inspect
import sys
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from gofigr._client.client import GoFigr
from gofigr._client.queries import ApiId, FindByName, NotebookName
from gofigr._ipython.extension import extension_of
from gofigr._ipython.shell import current_shell
from gofigr._notebook.extension import GoFigrExtension, load_extension, loaded_extension
from gofigr._outbox import default_outbox
from gofigr._publishing.choosing import DEFAULT_BACKENDS
from gofigr._publishing.destination import ScriptNaming
from gofigr._publishing.publisher import Publisher
from gofigr._settings.config import find_config, found_settings, read_config
from gofigr._settings.register import ALWAYS, ANALYSIS, API_KEY, AUTO_PUBLISH, DEFAULT_METADATA, USERNAME
from gofigr.annotators import DEFAULT_ANNOTATORS, Annotator
from gofigr.utils import try_parse_uuid4
from gofigr.widget import DetailedWidget, RevisionWidgetBase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from uuid import UUID

    from IPython.core.interactiveshell import InteractiveShell

    from gofigr._client.queries import AnalysisQuery, Query
    from gofigr._publishing.revision import PublishedRevision
    from gofigr.backends import GoFigrBackend
    from gofigr.watermarks import Watermark

_P = ParamSpec("_P")
_R = TypeVar("_R")

#: Name of the user's variable in which the published package stores its extension.
EXTENSION_NAME = "_GF_EXTENSION"


def parse_uuid(val: object) -> UUID | None:
    """Returns the value as a UUID, or None."""
    return try_parse_uuid4(val)


def require_configured(func: Callable[_P, _R]) -> Callable[_P, _R]:
    """Decorates a function that needs `configure` first. Before it, the function raises `RuntimeError`."""

    @wraps(func)
    def call(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        get_extension().check_config()
        return func(*args, **kwargs)

    return call


def _with_settings(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Takes missing arguments from `GF_*` variables, then from the file. The client looks up its own ones."""
    signature = inspect.signature(function)

    @wraps(function)
    def call(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        given = signature.bind_partial(*args, **kwargs).arguments
        return function(*args, **kwargs, **found_settings(_SETTINGS, given))

    return call


_SETTINGS = (ANALYSIS, AUTO_PUBLISH, ALWAYS, DEFAULT_METADATA)


@_with_settings
def configure(
    username: str | None = None,
    password: str | None = None,
    api_key: str | None = None,
    workspace: Query = None,
    analysis: AnalysisQuery = NotebookName,
    url: str | None = None,
    default_metadata: Mapping[str, Any] | None = None,
    auto_publish: bool = True,
    watermark: Watermark | None = None,
    annotators: Sequence[Annotator | type[Annotator]] = DEFAULT_ANNOTATORS,
    notebook_name: str | None = None,
    notebook_path: str | None = None,
    backends: Sequence[GoFigrBackend | type[GoFigrBackend]] = DEFAULT_BACKENDS,
    widget_class: type[RevisionWidgetBase] | None = DetailedWidget,
    save_pickle: bool = True,
    show_watermark: bool = True,
    auto_assign: bool = False,
    _show_widget: bool = True,
    image_formats: Sequence[str] = ("png", "eps", "svg"),
    sync: bool = False,
    always: bool = False,
    tags: Iterable[str] | str | None = None,
) -> None:
    """Configures where and how to publish. Missing arguments come from `GF_*` variables, then from `.gofigr`.

    `workspace` and `analysis` are an ID, `ApiId`, `FindByName`, or for the analysis `NotebookName`. With
    `auto_publish`, each figure is published when it is shown, otherwise by `publish`. With `sync`, calls wait for the
    server and raise its errors. Without it, neither this function nor a cell waits. With `always`, figures are published
    also if nothing has changed since their newest revision. `tags` are added to all figures.
    """
    extension = loaded_extension() or _load(_shell())
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
        always=always,
        tags=tags,
    )
    extension.configure(publisher, auto_publish=auto_publish, notebook_name=notebook_name, notebook_path=notebook_path)
    _offer_client(extension.shell, gf)
    extension.connect(show=_show_widget)


class _NotebookNaming(ScriptNaming):
    """Names the analysis after the notebook, which the loaded extension knows."""

    def name(self) -> str | None:
        extension = loaded_extension()
        found = None if extension is None else extension.notebook
        if extension is not None and extension.remembered is not None:
            return extension.remembered.analysis
        return found.name if found is not None else super().name()

    def wait(self) -> None:
        extension = loaded_extension()
        if extension is not None:
            extension.wait_for_notebook_metadata()


class JupyterPublisher(Publisher):
    """Publisher for notebooks."""

    naming = _NotebookNaming


def publish(
    fig: object = None, backend: GoFigrBackend | type[GoFigrBackend] | None = None, **kwargs: Any
) -> PublishedRevision:
    """Publishes a figure like `Publisher.publish`. By default it is the current figure of the plotting library."""
    extension = get_extension()
    publisher = extension.ready_publisher()
    chosen = None if backend is None else (backend() if isinstance(backend, type) else backend)
    return publisher.publish(fig=fig, backend=chosen, **kwargs)


def get_extension() -> GoFigrExtension:
    """Returns the loaded extension. Raises `RuntimeError` before `%load_ext gofigr`."""
    extension = loaded_extension()
    if extension is None:
        raise RuntimeError("Please load the GoFigr extension first: %load_ext gofigr")
    return extension


def get_gofigr() -> GoFigr:
    """Returns the client that `configure` made."""
    return get_extension().ready_publisher().gf


def flush(timeout: float | None = None) -> bool:
    """Waits up to `timeout` seconds until all figures are sent or refused. Returns whether they are."""
    return default_outbox().flush(timeout, progress=True)


def _shell() -> Any:
    shell = current_shell()
    if shell is None:
        raise RuntimeError("configure() is for IPython and Jupyter. In a script, use gofigr.publisher.Publisher.")
    return shell


def load_ipython_extension(ip: InteractiveShell) -> None:
    """Runs at `%load_ext gofigr`. Also configures GoFigr if variables or the file hold credentials."""
    extension = _load(ip)
    if extension.is_ready or not _is_set_up():
        return
    try:
        # Shows nothing, and creates nothing on the server, before the first figure: `configure` may follow.
        configure(_show_widget=False)
    except Exception as error:  # noqa: BLE001 -- the error is printed, and `%load_ext` goes on
        print(f"GoFigr: not configured: {error}", file=sys.stderr)  # noqa: T201


def _load(shell: InteractiveShell) -> GoFigrExtension:
    is_new = extension_of(shell) is None
    extension = load_extension(shell)
    if is_new:
        # Some notebooks call `configure` right after `%load_ext gofigr`.
        commands = {"configure": configure, "publish": publish}
        for name, value in {**commands, "FindByName": FindByName, "ApiId": ApiId, "NotebookName": NotebookName}.items():
            shell.user_ns.setdefault(name, value)
    return extension


def _is_set_up() -> bool:
    """Tells whether variables or the file hold credentials."""
    settings = read_config(find_config())
    return any(setting.text() or settings.get(setting.name) for setting in (API_KEY, USERNAME))


def _offer_client(shell: InteractiveShell, gf: GoFigr) -> None:
    """Offers the client as `gf` to the notebook, unless the notebook uses this name itself."""
    if isinstance(shell.user_ns.get("gf"), (GoFigr, type(None))):
        shell.user_ns["gf"] = gf
