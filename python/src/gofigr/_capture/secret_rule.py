"""A rule that finds secrets, and the names that often stand before them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from gofigr._capture import secret_values as values

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Rule:
    """Finds secrets of a kind. The group `value` of the pattern is masked, else its first group, else all of it."""

    kind: str
    source: str
    #: Texts in lower case. The pattern is only tried near one of them, or everywhere if there are none.
    words: tuple[str, ...]
    is_secret: Callable[[str], bool]
    flags: int = 0
    #: Characters after a word within which a secret ends, or the line in which it does.
    reach: int = 700

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern. It isn't compiled before it is needed, because that takes milliseconds."""
        return re.compile(self.source, self.flags)


PASSWORD, KEY, TOKEN, PRIVATE_KEY, SIGNATURE = "password", "API key", "token", "private key", "signature"

# Every repetition below is bounded or can begin at one position only, because a cell may hold megabytes.
#: The beginning of a word, also in `dbPassword`.
START = r"(?:(?<![A-Za-z])|(?-i:(?<=[a-z])(?=[A-Z])))"
#: `PGPASSWORD` and `mypassword` are passwords, too.
PASSWORD_NAME = r"(?:[A-Za-z]{0,20}passw(?:or)?ds?|[A-Za-z]{0,20}passwd|pwd|passphrase|passcode|(?:db|user|my|smtp|mail|ssh|ftp|admin|root|login)_?pass)"  # noqa: S105 -- a pattern
SECRET_NAME = r"(?:(?:client|consumer|app|shared|user|admin|jwt|api|token|webhook|hmac)[_-]?secret|secret)"  # noqa: S105 -- a pattern
KEY_NAME = (
    r"(?:(?:api|access|secret|private|account|auth|subscription|encryption|signing|consumer|service|storage|shared[_-]?access"
    r"|license|census|kaggle|app|application|master)[_.-]?key(?:[_-]?id)?|(?:access|auth|refresh|api|session|security|bearer|bot|"
    r"private|personal[_-]?access|x-auth|csrf)[_-]?token|_authtoken|appid|sessionid)"
)
WEAK_NAME = r"(?:token|credentials?|secret|jwt)"
STRING = r"""[rbuf]{0,2}(?P<quote>\\?(?:\"{3}|'{3}|["']))(?P<value>.{0,4000}?)(?<!\\)(?P=quote)"""
OTHER = r"""[rbuf]{0,2}(?:"[^"\n]{0,200}"|'[^'\n]{0,200}'|[A-Za-z_][\w.]{0,60})"""
#: Text between a name and its value: `] =`, `": `, `: str =`, ` <- `, ` => `, ` or `.
SETS = r"""\\?["']?\]?\s{0,40}(?::\s{0,9}[A-Za-z_][\w.\[\]| ]{0,60}?)?\s{0,9}(?:=>?|:=?|<-|\)?\s{0,9}\bor\b|,\s{0,40}default\s?=)\s{0,200}\(?\s{0,40}"""
CASELESS = re.IGNORECASE | re.DOTALL
LINES = re.IGNORECASE | re.MULTILINE
#: A value after the name of a variable of the environment.
SHOWN = r"""(?:=|:[ \t]{1,9})["']?(?P<value>[^\s"'&;,)]+)"""
#: The beginning of such a name.
ENDS = r"(?<!\w)(?:[A-Z][A-Z0-9]{0,30}_){0,5}"


def _in_address(is_secret: Callable[[str], bool]) -> Callable[[str], bool]:
    """Returns what tells secrets in addresses, where fewer other values stand."""
    if is_secret is values.is_password:
        return values.is_given
    return values.is_long_key if is_secret is values.is_token else is_secret


def assigned(kind: str, name: str, words: tuple[str, ...], is_secret: Callable[[str], bool]) -> list[Rule]:
    """Returns the rules for a value after a name: as a text, in a call, alone on a line, in an address, as an option."""
    return [
        Rule(kind, START + name + SETS + STRING, words, is_secret, flags=CASELESS),
        # "password", "…" in a call.
        Rule(
            kind,
            rf"""(?:\(\s{{0,40}}|,\s{{0,40}}(?=["'](?-i:[A-Z])))["'][\w.-]{{0,80}}?{START}{name}[\w.]{{0,60}}["']\s{{0,9}},\s{{0,40}}{STRING}""",
            words,
            values.is_mixed_password if kind == PASSWORD else is_secret,
            flags=CASELESS,
        ),
        # `password: …` or `password = …` alone on a line of settings. A name there may be a variable or a type.
        Rule(
            kind,
            rf"""^[+\- \t]{{0,40}}["']?[\w.-]{{0,60}}?{START}{name}["']?\s?(?::[ \t]+|=[ \t]|[ \t]+(?=\S{{16}}))(?P<value>[^\s"',(]+)[ \t]*$""",
            words,
            values.is_unquoted if kind == PASSWORD else is_secret,
            flags=LINES,
        ),
        # ?token=…
        Rule(
            kind,
            rf"""[?&][\w.-]{{0,60}}?{START}{name}=(?P<value>[^\s"'&#<>)\\]+)""",
            words,
            _in_address(is_secret),
            flags=re.IGNORECASE,
        ),
        # --password …
        Rule(
            kind,
            rf"""(?<![\w-])--?(?=[A-Za-z])[\w.-]{{0,60}}?{START}{name}(?:=|[ \t]+)["']?(?P<value>(?<=")[^"\n]{{1,200}}|(?<=')[^'\n]{{1,200}}|[^\s"'\\,\])-][^\s"'\\,\])]*)""",
            words,
            values.is_given if kind == PASSWORD else values.is_key,
            flags=re.IGNORECASE,
        ),
    ]


@lru_cache(maxsize=1)
def secret_names() -> list[tuple[str, re.Pattern[str], Callable[[str], bool]]]:
    """Returns names of secrets in JSON and in options of a command: their kind, and which of their values are secrets."""
    return [
        (kind, re.compile(rf"[\w.-]{{0,60}}?{START}{name}", re.IGNORECASE), is_secret)
        for kind, name, is_secret in (
            (PASSWORD, PASSWORD_NAME, values.is_given),
            (KEY, f"(?:{KEY_NAME}|{SECRET_NAME})", values.is_given),
            # It may also be a word.
            (TOKEN, "(?:token|credentials?)", values.is_long_key),
        )
    ]
