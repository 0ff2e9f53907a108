"""Users of pickled connections. A pickle holds no secret, because it may end up in a file or a figure."""

from __future__ import annotations

import pickle
from hashlib import blake2b

from gofigr._settings.connection import resolve_connection
from gofigr.http.session import Credentials

#: Tells users apart without their secrets. Empty for an anonymous connection.
Identity = tuple[str, ...]

_ADVICE = "Set GF_API_KEY, or run gfconfig, so that every process finds it."


def identity_for(url: str, who: Credentials) -> Identity:
    """Returns the user of a connection.

    Raises `PicklingError` if its key or password is in none of the places where another process looks.
    """
    identity = _identity(who)
    found = resolve_connection(None, None, None, url, None)
    if identity and _identity(Credentials(found.api_key, found.username, found.password)) != identity:
        raise pickle.PicklingError(f"GoFigr: the key or password of this connection is only in the code. {_ADVICE}")
    return identity


def check_identity(who: Credentials, identity: Identity) -> None:
    """Raises `UnpicklingError` if a process has other credentials than the one that pickled a connection."""
    if _identity(who) != identity:
        raise pickle.UnpicklingError(
            f"GoFigr: this process has another key or password than the pickled one. {_ADVICE}"
        )


def _identity(who: Credentials) -> Identity:
    """A key is too long to guess it from its hash. A password isn't, so only its user counts."""
    if who.anonymous:
        return ()
    if who.api_key:
        return "key", blake2b(who.api_key.encode(), digest_size=16).hexdigest()
    return "user", who.username or ""
