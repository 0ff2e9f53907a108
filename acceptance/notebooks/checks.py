"""Counts what held: `ok …` or `not ok …` for each check."""

import contextlib
import traceback

counts = {"passed": 0, "failed": 0}


@contextlib.contextmanager
def check(what):
    try:
        yield
    except Exception:
        counts["failed"] += 1
        print(f"not ok {what}\n{traceback.format_exc()}")
    else:
        counts["passed"] += 1
        print(f"ok {what}")


def equal(found, wanted):
    assert found == wanted, f"{found!r} is not {wanted!r}"


def contains(text, *parts):
    for part in parts:
        assert part in text, f"no {part!r} in {text[-3000:]!r}"
