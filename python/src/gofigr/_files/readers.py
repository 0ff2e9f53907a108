"""Pandas readers that version the files they read, with pandas' signatures."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

PANDAS_READERS = [
    *("read_csv", "read_excel", "read_json", "read_html", "read_parquet"),
    *("read_feather", "read_hdf", "read_pickle", "read_sas"),
]


class Reader:
    """A reader. Loads pandas when it is called or when its signature is read."""

    def __init__(self, name: str, read: Callable[..., Any]) -> None:
        self.__name__ = self.__qualname__ = name
        self.__doc__ = f"`pandas.{name}`, with the file versioned."
        self._read = read

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._read(self.__name__, args, kwargs)

    @property
    def __signature__(self) -> inspect.Signature:
        try:
            import pandas as pd  # noqa: PLC0415 -- takes half a second, and is optional
        except ImportError as error:
            raise AttributeError("__signature__") from error
        return inspect.signature(getattr(pd, self.__name__))


class _ReaderOfOwner:
    """Attribute that returns the owner's reader of this name. On the class itself, returns a plain function."""

    def __init__(self, name: str) -> None:
        def read(self: PandasReaders, *args: Any, **kwargs: Any) -> Any:
            return self.reader(name)(*args, **kwargs)

        read.__name__ = name
        read.__doc__ = f"`pandas.{name}`, with the file versioned."
        self._name, self._function = name, read

    def __get__(self, instance: PandasReaders | None, owner: type) -> Callable[..., Any]:
        return self._function if instance is None else instance.reader(self._name)


class PandasReaders:
    """Offers the pandas readers, such as `read_csv`. Notebooks and type checkers see pandas' signatures."""

    def reader(self, name: str) -> Callable[..., Any]:
        """Returns the reader of this name."""
        raise NotImplementedError

    if TYPE_CHECKING:
        read_csv = staticmethod(pd.read_csv)
        read_excel = staticmethod(pd.read_excel)
        read_json = staticmethod(pd.read_json)
        read_html = staticmethod(pd.read_html)
        read_parquet = staticmethod(pd.read_parquet)
        read_feather = staticmethod(pd.read_feather)
        read_hdf = staticmethod(pd.read_hdf)
        read_pickle = staticmethod(pd.read_pickle)
        read_sas = staticmethod(pd.read_sas)


for _name in PANDAS_READERS:
    setattr(PandasReaders, _name, _ReaderOfOwner(_name))
