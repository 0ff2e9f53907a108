"""Prints the public names of the installed `gofigr` as JSON, with the signatures that `inspect` sees."""

import importlib
import inspect
import json
import pkgutil
import sys
import warnings
from importlib.metadata import version
from typing import Any

#: Kinds of parameters by the letters of the description.
KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "/",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "",
    inspect.Parameter.VAR_POSITIONAL: "*",
    inspect.Parameter.KEYWORD_ONLY: "k",
    inspect.Parameter.VAR_KEYWORD: "**",
}


def describe() -> dict[str, Any]:
    """Describes all modules: `{"version": …, "modules": {module: {name: …}}}`. null if a module can't be imported."""
    package = importlib.import_module("gofigr")
    names = ["gofigr", *sorted(item.name for item in pkgutil.walk_packages(package.__path__, "gofigr."))]
    return {"version": version("gofigr"), "modules": {name: module(name) for name in names if "._" not in name}}


def module(name: str) -> dict[str, Any] | None:
    """Describes the public names of a module that this package defines."""
    try:
        loaded = importlib.import_module(name)
    # An optional package is missing, or the module is for another platform.
    except Exception:  # noqa: BLE001
        return None
    names = set(vars(loaded)) | set(dir(loaded))
    found = {one: getattr(loaded, one, None) for one in sorted(names) if not one.startswith("_")}
    return {one: member(value) for one, value in found.items() if is_own(value)}


def is_own(value: Any) -> bool:
    """Tells whether this package defines a value instead of importing it. Plain values count as its own."""
    if inspect.ismodule(value):
        return False
    home = getattr(value, "__module__", None)
    return not (callable(value) or inspect.isclass(value)) or str(home).split(".")[0] == "gofigr"


def member(value: Any) -> dict[str, Any]:
    """Describes a value: its kind, its parameters, and the public members that this package gives to a class."""
    if inspect.isclass(value):
        own = [vars(one) for one in value.__mro__ if one.__module__.split(".")[0] == "gofigr"]
        names = sorted({name for one in own for name in one if not name.startswith("_")})
        members = {name: class_member(value, name) for name in names}
        return {"kind": "class", "home": value.__module__, "parameters": parameters(value), "members": members}
    if callable(value):
        return {"kind": "function", "parameters": parameters(value)}
    return {"kind": "value"}


def class_member(owner: type, name: str) -> dict[str, Any]:
    """Describes a member. Does not read the value of properties."""
    found = inspect.getattr_static(owner, name)
    return {"kind": "property"} if isinstance(found, property) else member(getattr(owner, name, found))


def without_repetitions(description: dict[str, Any]) -> dict[str, Any]:
    """Leaves the members of a class to the module that defines it."""
    for module_name, names in description["modules"].items():
        for described in (names or {}).values():
            if described.pop("home", module_name) != module_name:
                del described["members"]
    return description


def parameters(value: Any) -> list[list[Any]] | None:
    """Returns `[name, kind, has a default]` of each parameter. None if `inspect` can't find them."""
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return None
    return [
        [one.name, KINDS[one.kind], one.default is not inspect.Parameter.empty] for one in signature.parameters.values()
    ]


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    json.dump(without_repetitions(describe()), sys.stdout, indent=None, separators=(",", ":"), sort_keys=True)
    sys.stdout.write("\n")
