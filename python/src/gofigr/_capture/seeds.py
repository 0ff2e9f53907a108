"""Finds the random seeds that code sets."""

from __future__ import annotations

import ast
import warnings
from functools import lru_cache
from typing import Any

#: Last names of calls that set a seed or make a seeded generator.
_SEEDERS = frozenset(
    {"seed", "default_rng", "RandomState", "manual_seed", "manual_seed_all", "set_seed", "PRNGKey", "seed_everything"}
    | {"Random", "key"}
)
_KEYWORDS = frozenset({"random_state", "seed"})
#: Characters beyond which code is not parsed, because that happens in the user's thread.
_LONGEST = 50_000
#: Modules whose `key` and `Random` count.
_NEEDS_OWNER = {"key": ("random",), "Random": ("random",)}


def seeds_in(code: str) -> dict[str, Any]:
    """Returns the seeds in a piece of code, such as `np.random.seed` → 42. Finds only plain numbers and texts."""
    return dict(_found(code))


# Every figure of a script brings the same code.
@lru_cache(maxsize=4)
def _found(code: str) -> dict[str, Any]:
    if len(code) > _LONGEST:
        return {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError):
        return {}
    found: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found.update(_of_call(node))
    return found


def _of_call(node: ast.Call) -> dict[str, Any]:
    try:
        name = ast.unparse(node.func)
    except RecursionError:
        return {}
    *owners, last = name.split(".")
    found = {
        f"{name}({keyword.arg})": value
        for keyword in node.keywords
        if keyword.arg in _KEYWORDS and (value := _plain(keyword.value)) is not None
    }
    owned = last not in _NEEDS_OWNER or owners[-1:] == list(_NEEDS_OWNER[last])
    if last in _SEEDERS and owned and node.args and (value := _plain(node.args[0])) is not None:
        found[name] = value
    return found


def _plain(node: ast.expr) -> int | float | str | None:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, int | float | str) and not isinstance(value, bool) else None
