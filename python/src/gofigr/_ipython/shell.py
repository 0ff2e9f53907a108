"""Finds out whether this code runs in IPython, without loading IPython."""

from __future__ import annotations

import sys
from typing import Any


def current_shell() -> Any:
    """Returns the running IPython shell, or None."""
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def in_ipython() -> bool:
    """Whether this code runs in IPython: in a terminal, a notebook, or a kernel."""
    return current_shell() is not None


def is_kernel() -> bool:
    """Whether the output goes to a notebook, which shows images and HTML."""
    shell = current_shell()
    return shell is not None and hasattr(shell, "kernel")
