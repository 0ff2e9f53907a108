"""Removes secrets from the captured context of a figure.

Cells, histories, diffs and scripts are published unchanged except for credentials: people who can see a figure must
not be able to sign in as its author.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gofigr._capture.provider_rules import provider_rules
from gofigr._capture.secret_rule import KEY, secret_names
from gofigr._capture.secret_rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gofigr._capture.secret_rule import Rule

MASK = "[redacted]"

#: Variables whose values are masked everywhere, if they are too long for a common word.
_SECRET_VARIABLES = re.compile(r"^GF_API_KEY$|^GF_PASSWORD$|(?:KEY|TOKEN|PASSWORD|PASSWD|SECRET)$")
_SHORTEST_VALUE = 8
#: Characters before a word of a rule in which its pattern may begin.
_BEFORE = 300
#: Characters after a word in which another one needs no window of its own.
_NEAR = 50
#: Characters from which a value is passed over if it is no secret.
_LONG = 300
#: Texts up to this length are searched as a whole.
_SHORT = 20_000
#: Pictures in base64. Searching them only takes time.
_PICTURE = re.compile(r"[A-Za-z0-9+/]{20000,}={0,2}")
#: Keeps small letters and puts spaces in place of all others.
_LETTERS = bytes(one if 97 <= one <= 122 else 32 for one in range(256))
#: Start and end of a masked value, and its kind.
_Span = tuple[int, int, str]


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
        #: Kinds of the masked values. A cell and the history may hold the same one.
        self._masked: dict[str, str] = {}

    @property
    def masked(self) -> dict[str, int]:
        """The number of different values that were masked, by kind."""
        return dict(Counter(sorted(self._masked.values())))

    def text(self, text: str) -> str:
        """Replaces each secret in a text by `[redacted]`."""
        for secret in self._known:
            if secret in text:
                self._masked.setdefault(secret, KEY)
                text = text.replace(secret, MASK)
        parts, done = [], 0
        for picture in _PICTURE.finditer(text):
            parts += [self._without_secrets(text[done : picture.start()]), picture[0]]
            done = picture.end()
        return "".join([*parts, self._without_secrets(text[done:])])

    def json(self, value: object) -> Any:
        """Masks secrets in the texts of a JSON value, and the values of keys such as `password`."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self._named(key, item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            # In a command line, masks the argument after `--password`.
            return [self._after(before, item) for before, item in zip([None, *value], value, strict=False)]
        return value

    def _after(self, before: object, item: object) -> Any:
        if isinstance(before, str) and before.startswith("-"):
            return self._named(before.lstrip("-"), item)
        return self.json(item)

    def _named(self, name: object, value: object) -> Any:
        if isinstance(name, str) and isinstance(value, str):
            for kind, pattern, is_secret in secret_names():
                if pattern.fullmatch(name) and is_secret(value):
                    self._masked.setdefault(value, kind)
                    return MASK
        return self.json(value)

    def _without_secrets(self, text: str) -> str:
        parts, done = [], 0
        for start, end, kind in _remembered(text) if len(text) <= _SHORT else _found(text):
            parts += [text[done:start], MASK]
            done = end
            self._masked.setdefault(text[start:end], kind)
        return "".join([*parts, text[done:]])


def _found(text: str) -> tuple[_Span, ...]:
    """Returns the secrets of a text, in order."""
    lower = text.lower()
    # A few letters become two by it. Then words in capitals aren't found.
    searched = _Searched(text, lower if len(lower) == len(text) else text)
    spans = [span for rule in [*RULES, *provider_rules()] for span in searched.spans(rule)]
    return tuple(_joined(sorted(spans, key=lambda span: span[:2])))


#: Every figure of a script brings the same code and packages.
_remembered = lru_cache(maxsize=256)(_found)


class _Searched:
    """A text in which rules search."""

    def __init__(self, text: str, lower: str) -> None:
        self._text = text
        self._lower = lower
        self._places: dict[str, list[int]] = {}
        self._runs: bytes | None = None

    def spans(self, rule: Rule) -> Iterator[_Span]:
        """Yields the secrets that a rule finds."""
        for start, end in self._windows(rule):
            at = start
            while (match := rule.pattern.search(self._text, at, end)) is not None:
                first, last = _value(match)
                if _is_whole(match) and rule.is_secret(self._text[first:last]):
                    yield first, last, rule.kind
                    at = max(last, match.start() + 1)
                else:
                    # A shorter one may begin inside. A long one is passed over, or it would take quadratic time.
                    at = match.start() + 1 if last - first < _LONG else last

    def _windows(self, rule: Rule) -> Iterator[tuple[int, int]]:
        """Yields the parts of the text in which a rule may find something."""
        size = len(self._text)
        if not rule.words:
            yield 0, size
            return
        if size <= _SHORT:
            if any(word in self._lower for word in rule.words):
                yield 0, size
            return
        start = end = 0
        for hit in sorted(at for word in rule.words for at in self._find(word)):
            if hit - _BEFORE > end:
                if end:
                    yield start, _line_end(self._text, end)
                start = hit - _BEFORE
            start, end = max(start, 0), hit + rule.reach
        if end:
            yield start, _line_end(self._text, end)

    def _find(self, word: str) -> list[int]:
        if word not in self._places:
            found = self._places[word] = []
            at = self._lower.find(word) if self._may_hold(word) else -1
            while at >= 0:
                found.append(at)
                # Those near it are in the same window.
                at = self._lower.find(word, at + _NEAR)
        return self._places[word]

    def _may_hold(self, word: str) -> bool:
        """Tells whether the letters of a word occur. Looking for hundreds of words in all of the text takes seconds."""
        if self._runs is None:
            # The same runs of letters occur again and again.
            runs = self._lower.encode("utf-8", "surrogatepass").translate(_LETTERS).split()
            self._runs = b" ".join(set(runs))
        return max(word.encode().translate(_LETTERS).split(), key=len, default=b"") in self._runs


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at, at + 5000)
    return min(at, len(text)) if end < 0 else end


def _value(match: re.Match[str]) -> tuple[int, int]:
    if "value" in match.re.groupindex:
        return match.span("value")
    return match.span(1 if match.lastindex == 1 else 0)


def _is_whole(match: re.Match[str]) -> bool:
    """Tells whether a text in simple quotes ends on its line, as it must."""
    groups = match.groupdict()
    return len((groups.get("quote") or "").lstrip("\\")) != 1 or "\n" not in groups["value"]


def _joined(spans: list[_Span]) -> Iterator[_Span]:
    """Joins values that overlap: two rules may find one secret."""
    current: _Span | None = None
    for start, end, kind in spans:
        if current is not None and start < current[1]:
            current = current[0], max(end, current[1]), current[2]
        else:
            if current is not None:
                yield current
            current = (start, end, kind)
    if current is not None:
        yield current
