"""`gfconfig`: asks for the settings of the connection, tests them and saves them."""

from __future__ import annotations

import getpass
import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from gofigr._settings.api_key_format import check_api_key
from gofigr._settings.config import API_URL, CONFIG_NAME, read_config
from gofigr._settings.config_file import save_config
from gofigr._settings.register import URL
from gofigr.exceptions import ServerUnreachableError
from gofigr.http.by_name import is_same_name

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence
    from typing import TextIO

    from gofigr._client.client import GoFigr
    from gofigr.models import gf_Workspace

_T = TypeVar("_T")

_RULE = "-" * 30
_ATTEMPTS = 3
_COLUMN = 30
_NO_TERMINAL = """gfconfig asks questions but has no terminal. Without one, use:
  gfconfig --token-stdin < file-with-the-api-key
or set GF_API_KEY and GF_URL."""


class _GiveUpError(Exception):
    """Ends the dialogue. The message is for the user."""


def assert_nonempty(val: str | None) -> str:
    """Returns the text. Raises `ValueError` if it is empty."""
    if val is None or not val.strip():
        raise ValueError("Please enter a value")
    return val


def yes_no(val: str) -> bool:
    """Returns True for yes and False for no. Raises `ValueError` for other answers."""
    answer = val.strip().lower()
    if answer not in ("yes", "y", "no", "n"):
        raise ValueError("Please enter yes or no")
    return answer.startswith("y")


def integer_range(min_val: int, max_val: int) -> Callable[[str | int], int]:
    """Returns a validator for numbers from `min_val` to `max_val`."""

    def validate(val: str | int) -> int:
        number = int(val)
        if not min_val <= number <= max_val:
            raise ValueError(f"Please enter a number between {min_val} and {max_val}")
        return number

    return validate


def valid_json(val: str | None) -> Any:
    """Parses JSON; None for an empty text. Raises `ValueError` if it isn't JSON."""
    return None if val is None or not val.strip() else json.loads(val)


def pretty_format_name(name: str | None) -> str:
    """Returns the name, or N/A."""
    return name if name and name.strip() else "N/A"


def read_input(prompt: str, validator: Callable[[Any], _T], default: object = None, password: bool = False) -> _T:
    """Asks until the validator accepts the answer. `password` hides the typed text."""
    while True:
        text = (getpass.getpass(prompt) if password else input(prompt)).strip()
        try:
            return validator(text or default)
        except ValueError as error:
            _say(f"  => {error}")


def resolve_config_path(path_arg: str | None) -> Path:
    """Returns the file to save: `~/.gofigr`, a given file, or `.gofigr` in a folder, which is created if missing."""
    if path_arg is None:
        return Path.home() / CONFIG_NAME
    path = Path(path_arg).expanduser()
    if path.is_dir() or path_arg.endswith(("/", os.sep)):
        path = path / CONFIG_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.absolute()


def gfconfig() -> None:
    """Runs the dialogue in a notebook or at a Python prompt."""
    _run([], has_terminal=True)


def main(args: Sequence[str] | None = None) -> int:
    """Runs the command. Returns its exit code."""
    return _run(args, has_terminal=sys.stdin.isatty())


def _run(args: Sequence[str] | None, *, has_terminal: bool) -> int:
    options = _parser().parse_args(args)
    if not has_terminal and not options.token_stdin:
        _say(_NO_TERMINAL, sys.stderr)
        return 2
    try:
        _configure(options)
    except (KeyboardInterrupt, EOFError):
        _say("\nNothing was saved.", sys.stderr)
        return 130
    except (_GiveUpError, ServerUnreachableError, RuntimeError, OSError) as error:
        _say(f"  => {error}", sys.stderr)
        return 1
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="gfconfig", description="Sets up the connection to a GoFigr server.")
    parser.add_argument("-a", "--advanced", action="store_true", help="also ask for URL and defaults")
    parser.add_argument("-c", "--config-path", help="file to save, or folder for .gofigr; default: ~/.gofigr")
    parser.add_argument("--url", help=f"address of the server; default: GF_URL, the saved address, or {API_URL}")
    parser.add_argument("--workspace", help="ID or name of the default workspace; without it, gfconfig asks")
    parser.add_argument(
        "--token-stdin", action="store_true", help="read an API key from standard input and ask nothing"
    )
    return parser


def _configure(options: Namespace) -> None:
    path = resolve_config_path(options.config_path)
    saved = read_config(path) if path.is_file() else {}
    url = options.url or URL.text() or saved.get("url") or API_URL
    config: dict[str, Any] = {"url": url}
    made: list[Any] = []
    try:
        if options.token_stdin:
            gf = _connect(sys.stdin.readline().strip(), url)
        else:
            gf = _ask_for_connection(options, config, path, made)
        config["api_key"] = gf.api_key
        if options.advanced and not options.token_stdin:
            config |= _ask_for_more()
        config["workspace"] = _workspace(gf, options).api_id
        save_config(path, {**saved, **config})
    except BaseException:
        for key in made:
            # The key was not saved, so it would never be used.
            key.client.revoke_api_key(key.api_id)
        raise
    _say(f"\nConfiguration saved to {path}. Happy analysis!")


def _ask_for_connection(options: Namespace, config: dict[str, Any], path: Path, made: list[Any]) -> GoFigr:
    _say(f"{_RULE}\nGoFigr configuration\n{_RULE}")
    if options.advanced:
        config["url"] = read_input(f"API URL [{config['url']}]: ", assert_nonempty, default=config["url"])
    by_password = _log_in(config["url"])
    return _ask_for_key(by_password, config["url"], path, made)


def _log_in(url: str) -> GoFigr:
    from gofigr._client.client import GoFigr  # noqa: PLC0415 -- `gfconfig --help` starts faster without it

    for _ in range(_ATTEMPTS):
        username = read_input("Username: ", assert_nonempty)
        password = read_input("Password: ", assert_nonempty, password=True)
        _say("Verifying connection...")
        gf = GoFigr(username=username, password=password, url=url, authenticate=False)
        if gf.http.login():
            _say("  => Authenticated successfully")
            return gf
        _say("  => Authentication failed. Please check username and password.")
    raise _GiveUpError(f"{_ATTEMPTS} attempts failed. Nothing was saved.")


def _ask_for_key(gf: GoFigr, url: str, path: Path, made: list[Any]) -> GoFigr:
    for _ in range(_ATTEMPTS):
        key = read_input("API key (leave blank to generate a new key): ", lambda text: text or "", password=True)
        if not key:
            made.append(gf.create_api_key(read_input("Key name: ", assert_nonempty)))
            _say(f"  => Your new API key will be saved to {path}")
            key = made[-1].token
        try:
            connected = _connect(key, url)
        except RuntimeError as error:
            _say(f"  => {error}")
            continue
        _say("  => Connected successfully")
        return connected
    raise _GiveUpError(f"{_ATTEMPTS} attempts failed. Nothing was saved.")


def _connect(key: str, url: str) -> GoFigr:
    from gofigr._client.client import GoFigr  # noqa: PLC0415 -- `gfconfig --help` starts faster without it

    if not key:
        raise _GiveUpError("There is no API key on standard input.")
    return GoFigr(api_key=check_api_key(key), url=url)


def _ask_for_more() -> dict[str, Any]:
    return {
        "auto_publish": read_input("Auto-publish all figures [Y/n]: ", yes_no, default="yes"),
        "default_metadata": read_input("Default revision metadata (JSON): ", valid_json),
    }


def _workspace(gf: GoFigr, options: Namespace) -> gf_Workspace:
    workspaces = sorted(gf.workspaces, key=lambda one: one.workspace_type != "primary")
    if not workspaces:
        raise _GiveUpError("You have access to no workspace. Please create one in the web app.")
    if options.workspace:
        chosen = [
            one for one in workspaces if options.workspace == one.api_id or is_same_name(options.workspace, one.name)
        ]
        if len(chosen) != 1:
            raise _GiveUpError(f"{len(chosen)} of your workspaces have the ID or name {options.workspace!r}.")
        return chosen[0]
    if options.token_stdin:
        return workspaces[0]
    _say("\nPlease select a default workspace: ")
    for number, one in enumerate(workspaces, 1):
        name, description = (pretty_format_name(text).ljust(_COLUMN) for text in (one.name, one.description))
        _say(f"  [{number:2d}] - {name} - {description} - API ID: {one.api_id}")
    return workspaces[read_input("Selection [1]: ", integer_range(1, len(workspaces)), default=1) - 1]


def _say(text: str, stream: TextIO | None = None) -> None:
    print(text, file=stream or sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
