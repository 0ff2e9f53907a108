"""Publishes figures: `Publisher`, and other names that its users import from here."""

from gofigr._client.client import GoFigr
from gofigr._client.queries import NotebookName
from gofigr._publishing.choosing import DEFAULT_BACKENDS, infer_figure_and_backend
from gofigr._publishing.marks import is_published, is_suppressed, suppress
from gofigr._publishing.publisher import Publisher
from gofigr.annotators import (
    DEFAULT_ANNOTATORS,
    Annotator,
    BackendAnnotator,
    CellCodeAnnotator,
    CellIdAnnotator,
    EnvironmentAnnotator,
    GitAnnotator,
    HistoryAnnotator,
    IPythonAnnotator,
    NotebookMetadataAnnotator,
    PipFreezeAnnotator,
    ScriptAnnotator,
    SystemAnnotator,
)
from gofigr.backends import GoFigrBackend, get_backend
from gofigr.backends.matplotlib import MatplotlibBackend
from gofigr.backends.plotly import PlotlyBackend
from gofigr.backends.plotnine import PlotnineBackend
from gofigr.watermarks import DefaultWatermark, Watermark
from gofigr.widget import DetailedWidget

__all__ = [
    "DEFAULT_ANNOTATORS",
    "DEFAULT_BACKENDS",
    "Annotator",
    "BackendAnnotator",
    "CellCodeAnnotator",
    "CellIdAnnotator",
    "DefaultWatermark",
    "DetailedWidget",
    "EnvironmentAnnotator",
    "GitAnnotator",
    "GoFigr",
    "GoFigrBackend",
    "HistoryAnnotator",
    "IPythonAnnotator",
    "MatplotlibBackend",
    "NotebookMetadataAnnotator",
    "NotebookName",
    "PipFreezeAnnotator",
    "PlotlyBackend",
    "PlotnineBackend",
    "Publisher",
    "ScriptAnnotator",
    "SystemAnnotator",
    "Watermark",
    "get_backend",
    "infer_figure_and_backend",
    "is_published",
    "is_suppressed",
    "suppress",
]
