"""Tells whether a text that stands where a secret may stand is one."""

from __future__ import annotations

import math
import re
from base64 import b64decode
from binascii import Error as NoBase64
from collections import Counter

#: Values that only stand for a secret: `<your key>`, `${TOKEN}`, `{password}`, `****`.
_STANDS_FOR = re.compile(
    r"""<.*>|\[.*\]|\[redacted.*|\$.*|%\w+%|%\(\w+\)s|%s|\{.*|\*+|\.{2,}|x{3,}|-+|_+|none|null|nil|true|false|na|undefined"""
    r"""|(?:your|my|enter|insert|some|the|a)[-_ ].*|changeme|todo|str|bytes|int|any|optional\b.*|secretstr""",
    re.IGNORECASE | re.DOTALL,
)
#: A file, or a name with dots such as `config.token`.
_FILE_OR_NAME = re.compile(
    r"(?:[~.]{0,2}/)?[\w./-]*\.(?:pem|key|crt|json|ya?ml|toml|txt|csv|env|py)|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+"
)
_WORDS = re.compile(r"(?:[A-Za-z]+|\d+|[A-Za-z]{3,}\d{1,2})(?:[-_.:/=+ @]+(?:[A-Za-z]+|\d+|[A-Za-z]{3,}\d{1,2}))*")
_KEY_TEXT = re.compile(r"[^\s(){}]+")
#: A key without signs, or an ID of a person with a key.
_PLAIN_KEY = re.compile(r"[A-Za-z0-9:_-]{20,}")
#: Words of the longest passphrase.
_MOST_WORDS = 8
#: A name of a variable, which a setting without quotes may hold.
_NAME = re.compile(r"[A-Za-z_][\w.]*")
#: Shortest value after a name that often means something else, such as `token`.
_SHORTEST_TOKEN = 12
_SHORTEST_KEY = 6
_SHORTEST_WORD_KEY = 20
#: Bits a character of keys, at least.
_ENTROPY = 2.8


def is_given(value: str) -> bool:
    """Tells whether a value is a text of its own, not one that stands for a secret."""
    return bool(value.strip()) and _STANDS_FOR.fullmatch(value.strip()) is None


def is_password(value: str) -> bool:
    """Tells whether the value of a name such as `password` is one. Prompts end in a colon or are sentences."""
    is_prose = value.rstrip().endswith((":", "?", "…", ".")) or len(value.split()) > _MOST_WORDS
    return is_given(value) and not is_prose and not value.startswith("Enter ")


def is_key(value: str) -> bool:
    """Tells whether the value of a name such as `api_key` is one."""
    if (
        not is_given(value)
        or _KEY_TEXT.fullmatch(value) is None
        or (_FILE_OR_NAME.fullmatch(value) and not _is_mixed(value))
    ):
        return False
    has_digit = any(one.isdigit() for one in value)
    has_letter = any(one.isalpha() for one in value)
    return len(value) >= (_SHORTEST_KEY if has_digit and has_letter else _SHORTEST_WORD_KEY)


def is_long_key(value: str) -> bool:
    """Tells whether a value where only secrets stand is one, and no user's name."""
    return len(value) >= _SHORTEST_TOKEN and is_key(value) and any(one.isdigit() for one in value)


def is_token(value: str) -> bool:
    """Tells whether the value of a name such as `token` looks like a key. Words, slugs and addresses don't."""
    return (
        len(value) >= _SHORTEST_TOKEN
        and is_key(value)
        and not value.startswith(("http:", "https:", "file:"))
        and any(one.isalpha() for one in value)
        and (_WORDS.fullmatch(value) is None or _is_mixed(value))
        and entropy(value) >= _ENTROPY
    )


def _is_mixed(value: str) -> bool:
    """Tells whether letters and digits change often, as in a key without words."""
    return len(re.findall(r"[A-Za-z]\d|\d[A-Za-z]", value)) >= 4


def is_mixed_password(value: str) -> bool:
    """Tells whether a value that may also be a name has digits or signs, as passwords do."""
    if not is_password(value) or len(value) < _SHORTEST_KEY or re.fullmatch(r"[A-Za-z]+_?\d?|sha\d+", value):
        return False
    return any(one.isdigit() or one in "!@#$%^&*" for one in value) and any(one.isalpha() for one in value)


def is_plain_key(value: str) -> bool:
    """Tells whether the value of a name such as `key` is one. It has neither folders nor an extension."""
    return _PLAIN_KEY.fullmatch(value) is not None and is_token(value)


def is_login(value: str) -> bool:
    """Tells whether a name and a password in an address are given. The name may be a token."""
    return is_given(value.partition(":")[2])


def is_unquoted(value: str) -> bool:
    """Tells whether the value of a setting without quotes is no name of a variable."""
    return is_password(value) and _NAME.fullmatch(value) is None and "(" not in value


def is_basic(value: str) -> bool:
    """Tells whether a text is the base64 of a name and a password."""
    try:
        return b":" in b64decode(value + "=" * (-len(value) % 4), validate=True)
    except (NoBase64, ValueError):
        return False


def is_hex_key(value: str) -> bool:
    """Tells whether hexadecimal digits are no number of another kind."""
    return any(one.isdigit() for one in value) and any(one.isalpha() for one in value)


def entropy(value: str) -> float:
    """Returns Shannon's entropy in bits a character."""
    size = len(value)
    return -sum(count / size * math.log2(count / size) for count in Counter(value).values())
