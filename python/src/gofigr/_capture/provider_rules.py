"""Rules of gitleaks for the keys of providers. `python/redaction/convert.py` writes them."""

from __future__ import annotations

import json
from functools import lru_cache, partial
from pathlib import Path

from gofigr._capture import secret_values as values
from gofigr._capture.secret_rule import Rule


@lru_cache(maxsize=1)
def provider_rules() -> list[Rule]:
    """Returns the rules of gitleaks."""
    found = json.loads(Path(__file__).with_name("gitleaks.json").read_text(encoding="utf-8"))
    return [
        Rule(one["kind"], one["pattern"], tuple(one["words"]), partial(_is_random, least=one["entropy"]))
        for one in found["rules"]
    ]


def _is_random(value: str, least: float) -> bool:
    return values.is_given(value) and values.entropy(value) >= least
