"""A fake of the parts of IPython that this package uses."""

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from gofigr._ipython.display import is_showing


class Handle:
    """Result of `display` with an ID."""

    def __init__(self, shown: list[Any]) -> None:
        self._shown = shown

    def update(self, bundle: object, *, raw: bool) -> None:
        assert raw
        self._shown.append(bundle)


class FakeIPython:
    """A kernel, or a terminal, that remembers what was displayed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shell = SimpleNamespace(kernel=object(), execution_count=7)
        self.displayed: list[Any] = []
        self.ids: list[str | None] = []
        self.quiet: list[bool] = []
        self.fails = False
        package, display = ModuleType("IPython"), ModuleType("IPython.display")
        package.get_ipython = lambda: self.shell  # type: ignore[attr-defined]
        display.display = self._display  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "IPython", package)
        monkeypatch.setitem(sys.modules, "IPython.display", display)

    def _display(
        self,
        shown: object,
        *,
        raw: bool = False,
        display_id: str | None = None,
        metadata: object = None,  # noqa: ARG002 -- as in IPython
    ) -> Handle | None:
        if self.fails:
            raise RuntimeError("the page is gone")
        self.displayed.append(shown if raw else ("plainly", shown))
        self.ids.append(display_id)
        self.quiet.append(is_showing())
        return None if display_id is None else Handle(self.displayed)
