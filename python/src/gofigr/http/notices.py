"""Shows notices of the server, e.g. about the end of the key, once a day."""

from __future__ import annotations

import os
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gofigr.http.log import LOGGER

if TYPE_CHECKING:
    from gofigr.http.session import Session

_DAY = 86_400.0
_LONGEST = 300


def show_notice(session: Session) -> None:
    """Logs the last notice in one line, unless one for this key and server was shown today."""
    notice, session.notice = session.notice, None
    if notice is None:
        return
    parts = urlsplit(session.service_url)
    # `gfconfig` of the other package keeps the same files.
    seen = sha256(f"{parts.scheme}://{parts.netloc}\n{session.credentials.api_key or ''}".encode()).hexdigest()[:32]
    try:
        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
        path = state / "gofigr" / "notices" / seen
        if path.exists() and abs(time.time() - path.stat().st_mtime) < _DAY:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    except (OSError, RuntimeError):
        # The notice matters more than its repetition.
        pass
    LOGGER.warning("GoFigr: %s", " ".join("".join(c if c.isprintable() else " " for c in notice).split())[:_LONGEST])
