"""Formats of files: their names, endings, media types and signatures."""

from gofigr.models.formats.find import format_named, format_of, format_of_file
from gofigr.models.formats.names import NamedDatum, file_names
from gofigr.models.formats.sniff import HEAD_BYTES

__all__ = ["HEAD_BYTES", "NamedDatum", "file_names", "format_named", "format_of", "format_of_file"]
