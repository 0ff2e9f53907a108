"""Declares every setting of this package that has an environment variable."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any, Literal

ENV_PREFIX = "GF_"
_WORDS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


@dataclass(frozen=True)
class Setting:
    """A setting. `docs/python-settings.md` is generated from them."""

    #: Name of the argument and in the `.gofigr` file. The variable is `GF_` and the name in capitals.
    name: str
    #: Meaning of the setting.
    doc: str
    type: Literal["text", "number", "true or false", "JSON object"]
    #: Default value, in words.
    default: str
    #: Code that reads it, by its public name.
    read_by: str
    #: Tells whether `.gofigr` may hold it too.
    is_in_file: bool = True

    @property
    def variable(self) -> str:
        """Name of the environment variable."""
        return ENV_PREFIX + self.name.upper()

    def text(self) -> str | None:
        """Returns the variable's text. None if it isn't set."""
        return os.environ.get(self.variable)

    def value(self) -> Any:
        """Returns the variable as a value of its type. Raises `ValueError` if it isn't one."""
        text = self.text()
        if text is None:
            return None
        if self.type == "true or false":
            return parse_bool(text)
        if self.type == "number":
            return float(text) if text else None
        return self._object(text) if self.type == "JSON object" else text

    def _object(self, text: str) -> dict[str, Any]:
        try:
            value = json.loads(text)
        except ValueError as error:
            raise ValueError(f"{self.variable} isn't JSON: {error}") from error
        if not isinstance(value, dict):
            raise ValueError(f"{self.variable} isn't a JSON object")  # noqa: TRY004 -- of the text, not of a type
        return value


def parse_bool(text: str) -> bool:
    """Parses a common word for true or false. Raises `ValueError` for other texts."""
    if text.strip().lower() not in _WORDS:
        raise ValueError(f"{text!r} is neither true nor false")
    return _WORDS[text.strip().lower()]


_CLIENT = "`GoFigr()`, and so `configure` and `Publisher`"
_CONFIGURE = "`configure`, `%load_ext gofigr`"

URL = Setting("url", "Address of the server.", "text", "`http://localhost:5173`", f"{_CLIENT}; `gfconfig`")
API_KEY = Setting("api_key", "API key for sign-in.", "text", "none", f"{_CLIENT}; `%load_ext gofigr`")
USERNAME = Setting(
    *("username", "Username for sign-in, together with a password.", "text", "none"), f"{_CLIENT}; `%load_ext gofigr`"
)
PASSWORD = Setting("password", "Password for sign-in, if there is no API key.", "text", "none", _CLIENT)
WORKSPACE_ID = Setting(
    "workspace_id", "ID of the workspace for figures and assets.", "text", "the primary workspace", _CLIENT
)
WORKSPACE = Setting(
    *("workspace", "ID or name of the workspace for figures and assets; `gfconfig` writes the ID.", "text"),
    *("the primary workspace", _CLIENT),
)
ANALYSIS = Setting(
    "analysis", "ID or name of the analysis for figures.", "text", "an analysis with the notebook's name", _CONFIGURE
)
AUTO_PUBLISH = Setting(
    "auto_publish", "Publishes each figure when a cell shows it.", "true or false", "`true`", _CONFIGURE
)
ALWAYS = Setting(
    *(
        "always",
        "Publishes figures also if nothing has changed since their newest revision.",
        "true or false",
        "`false`",
    ),
    _CONFIGURE,
)
DEFAULT_METADATA = Setting("default_metadata", "Metadata of every revision.", "JSON object", "none", _CONFIGURE)
MACHINE = Setting(
    *("machine", "Name of this machine, which the account page shows beside the key. Empty: none.", "text"),
    *("the host's name", "every request"),
    is_in_file=False,
)
OUTBOX = Setting(
    *("outbox", "Folder of figures that the server does not have yet.", "text"),
    *("the system's folder for program data", "the first figure that is published"),
    is_in_file=False,
)
FLUSH_SECONDS = Setting(
    *("flush_seconds", "Longest time in seconds that the end of Python takes to send figures.", "number"),
    *("as long as figures arrive", "the end of Python"),
    is_in_file=False,
)
LARGEST_PICTURE = Setting(
    *("largest_picture", "Largest size in MB of a picture in one format. Larger ones are left out.", "number"),
    *("none; those over 10 MB are sent without a second copy for the watermark", "each figure that is published"),
    is_in_file=False,
)
TABLE_FORMAT = Setting(
    *("table_format", "Format of published data frames: `parquet` or `csv`.", "text"),
    *("`parquet` if `pyarrow` or `fastparquet` is installed, else `csv`", "each data frame that is published"),
    is_in_file=False,
)
DRAWING_PROCESSES = Setting(
    *("drawing_processes", "Further processes that draw when several figures wait. 0: none.", "number"),
    *("one less than the processors, 4 at most", "the first figures that wait"),
    is_in_file=False,
)
STRICT = Setting(
    *("strict", "Ends Python with exit code 1 if the server lacks figures at the end.", "true or false", "`false`"),
    "the end of Python",
    is_in_file=False,
)

#: All settings in the order of the page.
SETTINGS = (
    *(URL, API_KEY, USERNAME, PASSWORD, WORKSPACE_ID, WORKSPACE, ANALYSIS, AUTO_PUBLISH, ALWAYS, DEFAULT_METADATA),
    *(MACHINE, OUTBOX, LARGEST_PICTURE, TABLE_FORMAT, DRAWING_PROCESSES, FLUSH_SECONDS, STRICT),
)
