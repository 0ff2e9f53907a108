"""GoFigr: version control for figures.

Importing this module is fast: each public name is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from gofigr._client.client import GoFigr as GoFigr
    from gofigr._client.queries import ApiId as ApiId
    from gofigr._client.queries import FindByName as FindByName
    from gofigr._client.queries import NotebookName as NotebookName
    from gofigr._files.assets import PANDAS_READERS as PANDAS_READERS
    from gofigr._files.assets import REVISION_ATTR as REVISION_ATTR
    from gofigr._files.assets import AssetSync as AssetSync
    from gofigr._settings.config import API_URL as API_URL
    from gofigr._settings.config import API_VERSION as API_VERSION
    from gofigr._settings.config import APP_URL as APP_URL
    from gofigr._settings.config import find_config as find_config
    from gofigr._settings.config import from_config_or_env as from_config_or_env
    from gofigr.exceptions import MethodNotAllowedError as MethodNotAllowedError
    from gofigr.exceptions import UnauthorizedError as UnauthorizedError
    from gofigr.http.log import LOGGER as LOGGER
    from gofigr.models import *  # noqa: F403 -- its `__all__` says which
    from gofigr.models.users import UserInfo as UserInfo
    from gofigr.profile import MeasureExecution as MeasureExecution
    from gofigr.utils import assert_one as assert_one
    from gofigr.utils import try_parse_uuid4 as try_parse_uuid4

    __version__: str

_HOMES = {
    "gofigr._files.assets": ("PANDAS_READERS", "REVISION_ATTR", "AssetSync"),
    "gofigr._client.client": ("GoFigr",),
    "gofigr._settings.config": ("API_URL", "API_VERSION", "APP_URL", "find_config", "from_config_or_env"),
    "gofigr.exceptions": ("MethodNotAllowedError", "UnauthorizedError"),
    "gofigr.http.log": ("LOGGER",),
    "gofigr.profile": ("MeasureExecution",),
    "gofigr._client.queries": ("ApiId", "FindByName", "NotebookName"),
    "gofigr.models.users": ("UserInfo",),
    "gofigr.utils": ("assert_one", "try_parse_uuid4"),
    "gofigr.widget": ("AssetWidget",),
    "gofigr.models": (
        "CHILD_TIMESTAMP_FIELDS",
        "TIMESTAMP_FIELDS",
        "Base64Field",
        "CodeData",
        "CodeLanguage",
        "Data",
        "DataField",
        "DataType",
        "Field",
        "FlexibleStorageInfo",
        "FlexibleStorageMixin",
        "ImageData",
        "InvitationMixin",
        "JSONField",
        "LinkSharingStatus",
        "LinkedEntityCollection",
        "LinkedEntityField",
        "LogItem",
        "LogsMixin",
        "MembersMixin",
        "MembershipInfo",
        "MetadataProxy",
        "MetadataProxyField",
        "ModelMixin",
        "NestedMixin",
        "OrganizationMembership",
        "Recents",
        "RevisionMixin",
        "ShareableModelMixin",
        "SharingUserData",
        "TableData",
        "TextData",
        "ThumbnailMixin",
        "Timestamp",
        "WorkspaceMember",
        "WorkspaceMembership",
        "WorkspaceType",
        "gf_Analysis",
        "gf_ApiKey",
        "gf_Asset",
        "gf_AssetLinkedToFigure",
        "gf_AssetRevision",
        "gf_CodeData",
        "gf_Data",
        "gf_Figure",
        "gf_FileData",
        "gf_ImageData",
        "gf_MetadataProxy",
        "gf_Organization",
        "gf_OrganizationInvitation",
        "gf_Revision",
        "gf_TableData",
        "gf_TextData",
        "gf_Workspace",
        "gf_WorkspaceInvitation",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = ["load_ipython_extension", *_HOME_OF]  # noqa: PLE0604 -- the names are strings, of the table above


def load_ipython_extension(ip: "InteractiveShell") -> None:
    """Runs at `%load_ext gofigr`."""
    import_module("gofigr._notebook.commands").load_ipython_extension(ip)


def _load(name: str) -> Any:
    """Loads a public name or a module of this package."""
    home = _HOME_OF.get(name)
    if home is not None:
        value = getattr(import_module(home), name)
        globals()[name] = value
        return value
    if name == "__version__":
        return import_module("importlib.metadata").version("gofigr")
    if not name.startswith("_"):
        # Code for the published package uses `gofigr.publisher` after a bare `import gofigr`.
        try:
            return import_module(f"gofigr.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"gofigr.{name}":
                raise
    raise AttributeError(f"module 'gofigr' has no attribute {name!r}")


if not TYPE_CHECKING:
    # Hidden from type checkers, which would accept any name.
    __getattr__ = _load


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
