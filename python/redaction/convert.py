"""Converts the rules of gitleaks to `src/gofigr/_capture/gitleaks.json`.

    python redaction/convert.py FOLDER VERSION

The folder is that of gitleaks' source, as `go mod download github.com/zricethezav/gitleaks/v8@VERSION` gives it. Go's
regular expressions take linear time and Python's don't, so rules with unbounded repetitions in a row are left out.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import tomllib

TARGET = Path(__file__).resolve().parents[1] / "src" / "gofigr" / "_capture" / "gitleaks.json"

#: Rules that aren't taken, with the reasons.
LEFT_OUT = {
    "curl-auth-header": "unbounded; our rules have it",
    "curl-auth-user": "unbounded; our rules have it",
    "facebook-access-token": "masks numbers with a bar in texts about Facebook",
    "generic-api-key": "masks the words of science; our rules have it",
    "jwt": "our rule also takes short ones",
    "kubernetes-secret-yaml": "unbounded",
    "private-key": "unbounded; our rules have it",
    "sourcegraph-access-token": "masks commits in texts about Sourcegraph",
    "vault-service-token": "masks attributes of a variable `s`",
}
#: Names that any key may have before it. They only cost time.
_LEAD = r"[\w.-]{0,50}?"
#: Ours also allows the end of a call or a list, because a key in a notebook may stand there.
_END = r"""(?:[\x60'"\s;]|\\[nr]|$)"""
_OUR_END = r"""(?=[\x60'"\s;,)\]}&<\\]|$)"""
_FLAG = "(?i)"


def main(folder: str, version: str) -> None:
    """Writes the rules."""
    source = Path(folder)
    rules = tomllib.loads((source / "config" / "gitleaks.toml").read_text(encoding="utf-8"))["rules"]
    taken = [_rule(rule) for rule in rules if "regex" in rule and "path" not in rule and rule["id"] not in LEFT_OUT]
    found = {
        "source": "https://github.com/gitleaks/gitleaks",
        "version": version,
        "license": (source / "LICENSE").read_text(encoding="utf-8"),
        "rules": sorted(taken, key=lambda rule: str(rule["id"])),
    }
    TARGET.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(taken)} of {len(rules)} rules")


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    pattern = _python(rule["regex"])
    re.compile(pattern)
    return {
        "id": rule["id"],
        "kind": _kind(rule["id"]),
        "pattern": pattern,
        "words": rule["keywords"],
        "entropy": rule.get("entropy", 0),
    }


def _kind(name: str) -> str:
    # 1Password is a company.
    if re.search(r"(?<!1)password", name):
        return "password"
    return "token" if re.search(r"token|-pat\b|jwt|oauth|webhook|session", name) else "API key"


def _python(pattern: str) -> str:
    pattern = pattern.replace("[[:alnum:]]", "[A-Za-z0-9]").replace(r"\z", r"\Z").replace(_END, _OUR_END)
    whole = pattern.startswith(_FLAG)
    pattern = pattern.removeprefix(_FLAG).replace(_LEAD, "")
    # Go's flag holds until the end of its group.
    while (at := pattern.find(_FLAG)) >= 0:
        end = _end_of_group(pattern, at + len(_FLAG))
        pattern = f"{pattern[:at]}(?i:{pattern[at + len(_FLAG) : end]}){pattern[end:]}"
    return f"{_FLAG}{pattern}" if whole else pattern


def _end_of_group(pattern: str, start: int) -> int:
    depth, in_class, at = 0, False, start
    while at < len(pattern):
        one = pattern[at]
        if one == "\\":
            at += 1
        elif in_class:
            in_class = one != "]"
        elif one == "[":
            in_class = True
        elif one == "(":
            depth += 1
        elif one == ")":
            if depth == 0:
                return at
            depth -= 1
        at += 1
    return at


if __name__ == "__main__":
    main(*sys.argv[1:])
