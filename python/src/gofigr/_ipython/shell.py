"""Finds out whether this code runs in IPython, without loading IPython."""

from __future__ import annotations

import os
import sys
from typing import Any

_PROCESS = os.getpid()


def current_shell() -> Any:
    """Returns the running IPython shell, or None."""
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def in_ipython() -> bool:
    """Tells whether this code runs in IPython: in a terminal, a notebook, or a kernel."""
    return current_shell() is not None


def shows_lines() -> bool:
    """Tells whether somebody sees lines about figures: in a kernel or a terminal, not if IPython runs a script."""
    return is_kernel() or (in_ipython() and sys.stdout is not None and sys.stdout.isatty())


def is_run_by_program() -> bool:
    """Tells whether a program such as nbconvert or papermill runs the notebook. It can't answer questions of `input`."""
    kernel: Any = getattr(current_shell(), "kernel", None)
    try:
        content = kernel.get_parent("shell")["content"]
    except (AttributeError, KeyError, TypeError):
        return False
    return isinstance(content, dict) and content.get("allow_stdin") is False


def is_kernel() -> bool:
    """Tells whether the output goes to a notebook, which shows images and HTML. That of its forked processes doesn't."""
    shell = current_shell()
    return shell is not None and hasattr(shell, "kernel") and os.getpid() == _PROCESS
