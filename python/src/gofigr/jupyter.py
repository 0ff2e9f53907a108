"""The extension for Jupyter and IPython: publishes figures as they are shown.

`%load_ext gofigr`, `from gofigr.jupyter import *`, `configure(...)`.
"""

from gofigr._client.client import GoFigr
from gofigr._client.queries import ApiId, FindByName, NotebookName
from gofigr._notebook.commands import EXTENSION_NAME as EXTENSION_NAME  # noqa: PLC0414 -- also exported here, as below
from gofigr._notebook.commands import (
    JupyterPublisher,
    configure,
    flush,
    get_extension,
    get_gofigr,
    parse_uuid,
    publish,
)
from gofigr._notebook.commands import require_configured as require_configured  # noqa: PLC0414
from gofigr._notebook.downloads import download_all, download_file, download_revision, load_pickled_figure
from gofigr._notebook.extension import GoFigrExtension as GoFigrExtension  # noqa: PLC0414
from gofigr._publishing.choosing import DEFAULT_BACKENDS
from gofigr._publishing.marks import is_published, is_suppressed, suppress
from gofigr._publishing.publisher import Publisher
from gofigr._settings.config import API_URL as API_URL  # noqa: PLC0414
from gofigr._settings.config import find_config as find_config  # noqa: PLC0414
from gofigr._settings.config import from_config_or_env as from_config_or_env  # noqa: PLC0414
from gofigr.annotators import DEFAULT_ANNOTATORS
from gofigr.annotators import NOTEBOOK_NAME as NOTEBOOK_NAME  # noqa: PLC0414
from gofigr.annotators import NOTEBOOK_PATH as NOTEBOOK_PATH  # noqa: PLC0414
from gofigr.annotators import Annotator as Annotator  # noqa: PLC0414
from gofigr.backends import GoFigrBackend as GoFigrBackend  # noqa: PLC0414
from gofigr.backends import get_backend
from gofigr.utils import try_parse_uuid4 as try_parse_uuid4  # noqa: PLC0414
from gofigr.watermarks import DefaultWatermark, Watermark
from gofigr.widget import CompactWidget, DetailedWidget, MinimalWidget
from gofigr.widget import StartupWidget as StartupWidget  # noqa: PLC0414

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
    "download_revision",
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
