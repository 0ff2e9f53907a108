"""IPython, if this code runs in it. It is never loaded for the sake of asking."""

from __future__ import annotations

import sys
from typing import Any


def current_shell() -> Any:
    """The running IPython shell, or None."""
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def in_ipython() -> bool:
    """Whether this code runs in IPython: in a terminal, a notebook, or a kernel."""
    return current_shell() is not None


def is_kernel() -> bool:
    """Whether the output goes to a notebook, which shows pictures and HTML."""
    shell = current_shell()
    return shell is not None and hasattr(shell, "kernel")
