"""Removes secrets from the captured context of a figure.

Cells, histories, diffs and scripts are published unchanged except for credentials: people who can see a figure must
not be able to sign in as its author.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

MASK = "[redacted]"

_SECRET_WORD = (
    r"(?:api[_-]?key|passwords?|passwd|pwd|passphrase|secret(?:[_-]?(?:access)?[_-]?key)?|client[_-]?secret"  # noqa: S105 -- words
    r"|token|credentials?)"
)
# Every repetition below is bounded or can begin at one position only, because a cell may hold megabytes.
#: The end of a secret's name such as `DB_PASSWORD`, `x-api-key`, `refresh_token`. `token_count` doesn't match.
_ENDS_SECRET = rf"(?<![A-Za-z]){_SECRET_WORD}"
#: Such a name from its beginning.
_SECRET_NAME = rf"[\w.-]{{0,60}}?{_ENDS_SECRET}"
_STRING = r"""(?P<prefix>[rbuf]{0,2})(?P<quote>\\?(?:\"{3}|'{3}|["']))(?P<value>.{0,4000}?)(?P=quote)"""

_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def _mask_group(group: str) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        start, end = match.span(group)
        whole = match.group(0)
        offset = match.start(0)
        return whole[: start - offset] + MASK + whole[end - offset :]

    return replace


_RULES: list[_Rule] = [
    # PEM blocks.
    (
        re.compile(r"-----BEGIN (?P<kind>[A-Z ]*PRIVATE KEY)-----.{0,20000}?-----END (?P=kind)-----", re.DOTALL),
        lambda _: MASK,
    ),
    # Authorization: Token abc, "Authorization": "Bearer abc", -H 'Authorization: Basic abc'
    (
        re.compile(
            r"""(?:proxy-)?authorization\\?["']?\s*(?:[\]:=,]\s*)+(?:[rbuf]{0,2}\\?["'])?(?:(?:token|bearer|basic|digest|negotiate)\s+)?(?P<value>[^\s"'\\,;)}]+)""",
            re.IGNORECASE,
        ),
        _mask_group("value"),
    ),
    (re.compile(r"\b(?:bearer|basic)\s+(?P<value>[A-Za-z0-9+/_.=-]{16,})", re.IGNORECASE), _mask_group("value")),
    # https://user:password@host and https://token@host; the scheme stays.
    (
        re.compile(r"(?P<scheme>\b[a-z][a-z0-9+.-]{0,30}://)(?P<value>[^\s/@\"'<>]{1,500})@", re.IGNORECASE),
        _mask_group("value"),
    ),
    # password = "…", api_key="…", {"api_key": "…"}, os.environ["GF_API_KEY"] = "…", password: str = "…"
    (
        re.compile(
            rf"""{_ENDS_SECRET}\\?["']?[\])]?\s{{0,40}}(?::\s{{0,9}}[A-Za-z_][\w.\[\]| ]{{0,60}}?)?\s{{0,9}}(?:=|:|,|\bor\b)\s{{0,200}}\(?\s{{0,40}}{_STRING}""",
            re.IGNORECASE | re.DOTALL,
        ),
        _mask_group("value"),
    ),
    # GoFigr("me", "password"): masks the second text.
    (
        re.compile(
            rf"""\b(?:GoFigr|configure)\(\s{{0,200}}\\?["'][^"'\n]{{0,200}}["']\s{{0,9}},\s{{0,200}}{_STRING}""",
            re.DOTALL,
        ),
        _mask_group("value"),
    ),
    # Settings files that a cell writes: `password: …` alone on a line. An annotation names a type instead.
    (
        re.compile(
            rf"""^[+\- \t]{{0,40}}{_SECRET_NAME}\s*:[ \t]+(?!(?:str|bytes|int|None|Any|SecretStr|Optional)\b)(?P<value>[^\s"'#,(=]+)[ \t]*$""",
            re.IGNORECASE | re.MULTILINE,
        ),
        _mask_group("value"),
    ),
    # %env GF_API_KEY=…, export DB_PASSWORD=…, --api-key …, --password=…, ?token=…; also .env files.
    (
        re.compile(
            r"""(?:(?<!\w)[A-Z][A-Z0-9_]{0,60}?(?:KEY|TOKEN|PASSWORD|PASSWD|PWD|SECRET)(?:=|\s*:\s+|\s+(?=\S+$)))(?P<value>[^\s"'&;,)]+)""",
            re.MULTILINE,
        ),
        _mask_group("value"),
    ),
    (
        re.compile(rf"""(?<![\w-])--?(?=[A-Za-z]){_SECRET_NAME}(?:=|\s+)(?P<value>[^\s"'\\,\])]+)""", re.IGNORECASE),
        _mask_group("value"),
    ),
    (re.compile(rf"""[?&]{_SECRET_NAME}=(?P<value>[^\s"'&#]+)""", re.IGNORECASE), _mask_group("value")),
    # API keys of GoFigr servers, also of the hosted one, and other providers' keys with a known format.
    (re.compile(r"(?<![A-Za-z0-9_])gf[a-z]{0,20}_[A-Za-z0-9_-]{20,}"), lambda _: MASK),
    (re.compile(r"(?<![0-9A-Fa-f])[0-9a-fA-F]{66}(?![0-9A-Fa-f])"), lambda _: MASK),
    (
        re.compile(
            r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|glpat-[\w-]{20,}|sk-[\w-]{20,}|xox[abprs]-[\w-]{10,}"
            r"|(?:AKIA|ASIA)[0-9A-Z]{16}|hf_[A-Za-z0-9]{30,}|pypi-[\w-]{30,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+)"
        ),
        lambda _: MASK,
    ),
]

#: Variables whose values are masked everywhere, if they are too long for a common word.
_SECRET_VARIABLES = re.compile(r"^GF_API_KEY$|^GF_PASSWORD$|(?:KEY|TOKEN|PASSWORD|PASSWD|SECRET)$")
_SHORTEST_VALUE = 8
_SECRET_OPTION = re.compile(rf"^--?{_SECRET_NAME}$", re.IGNORECASE)
_SECRET_KEY = re.compile(rf"^{_SECRET_NAME}$", re.IGNORECASE)


class Redactor:
    """Masks secrets in text: by their format, by the name before them, and those known in this process."""

    def __init__(self, secrets: Iterable[str | None] = ()) -> None:
        known = {secret for secret in secrets if secret}
        known |= {
            value
            for name, value in os.environ.items()
            if _SECRET_VARIABLES.search(name.upper()) and len(value) >= _SHORTEST_VALUE
        }
        # Longest first, because one secret may be part of another.
        self._known = sorted(known, key=len, reverse=True)

    def text(self, text: str) -> str:
        """Replaces each secret in a text by `[redacted]`."""
        for secret in self._known:
            text = text.replace(secret, MASK)
        for pattern, replacement in _RULES:
            text = pattern.sub(replacement, text)
        return text

    def json(self, value: object) -> Any:
        """Masks secrets in the texts of a JSON value, and the values of keys such as `password`."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self._member(key, item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            # In a command line, masks the argument after `--password`.
            return [
                MASK
                if isinstance(before, str) and isinstance(item, str) and _SECRET_OPTION.match(before)
                else self.json(item)
                for before, item in zip([None, *value], value, strict=False)
            ]
        return value

    def _member(self, key: object, value: object) -> Any:
        if isinstance(key, str) and isinstance(value, str) and value and _SECRET_KEY.match(key):
            return MASK
        return self.json(value)
